/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type SpokesmanQueryVariables = Exact<{ [key: string]: never; }>;


export type SpokesmanQuery = { relations: { nodes: Array<{ id: string }> } };

export type CorrectMutationVariables = Exact<{
  relation: string | number;
  document: string | number;
}>;


export type CorrectMutation = { addRelationType: { relationType: { label: string } | null }, updateEntity: { entity:
      | { name: string, description: string | null, aliases: Array<string> }
      | { name: string, description: string | null, aliases: Array<string> }
      | { name: string, description: string | null, aliases: Array<string> }
      | { name: string, description: string | null, aliases: Array<string> }
      | { name: string, description: string | null, aliases: Array<string> }
      | { name: string, description: string | null, aliases: Array<string> }
      | { name: string, description: string | null, aliases: Array<string> }
      | { name: string, description: string | null, aliases: Array<string> }
      | { name: string, description: string | null, aliases: Array<string> }
      | { name: string, description: string | null, aliases: Array<string> }
     | null }, retractRelation: { activity: { operation: string } | null }, restoreRelation: { relation: { retractedAt: unknown, type: { label: string } } | null }, retractDocument: { activity: { operation: string } | null }, restoreDocument: { document: { title: string | null, retractedAt: unknown } | null } };

export type ProposalsQueryVariables = Exact<{
  by: string | number;
}>;


export type ProposalsQuery = { actor:
    | { proposed: { nodes: Array<{ name: string, provisions: { nodes: Array<{ name: string }> }, criticizedBy: { edges: Array<{ node:
                | { name: string }
                | { name: string }
                | { name: string }
                | { name: string }
                | { name: string }
              , relation: { evidence: Array<{ exact: string | null }> } | null }> } }> } }
    | { proposed: { nodes: Array<{ name: string, provisions: { nodes: Array<{ name: string }> }, criticizedBy: { edges: Array<{ node:
                | { name: string }
                | { name: string }
                | { name: string }
                | { name: string }
                | { name: string }
              , relation: { evidence: Array<{ exact: string | null }> } | null }> } }> } }
    | { proposed: { nodes: Array<{ name: string, provisions: { nodes: Array<{ name: string }> }, criticizedBy: { edges: Array<{ node:
                | { name: string }
                | { name: string }
                | { name: string }
                | { name: string }
                | { name: string }
              , relation: { evidence: Array<{ exact: string | null }> } | null }> } }> } }
    | { proposed: { nodes: Array<{ name: string, provisions: { nodes: Array<{ name: string }> }, criticizedBy: { edges: Array<{ node:
                | { name: string }
                | { name: string }
                | { name: string }
                | { name: string }
                | { name: string }
              , relation: { evidence: Array<{ exact: string | null }> } | null }> } }> } }
    | { proposed: { nodes: Array<{ name: string, provisions: { nodes: Array<{ name: string }> }, criticizedBy: { edges: Array<{ node:
                | { name: string }
                | { name: string }
                | { name: string }
                | { name: string }
                | { name: string }
              , relation: { evidence: Array<{ exact: string | null }> } | null }> } }> } }
   | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const SpokesmanDocument = new TypedDocumentString(`
    query Spokesman {
  relations(
    filter: {types: ["spokesperson-for"], with: ["vladimir-putin"]}
    first: 1
  ) {
    nodes {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<SpokesmanQuery, SpokesmanQueryVariables>;
export const CorrectDocument = new TypedDocumentString(`
    mutation Correct($relation: ID!, $document: ID!) {
  addRelationType(
    input: {id: "wrote-to", label: "wrote to", inverseLabel: "had a letter from"}
  ) {
    relationType {
      label
    }
  }
  updateEntity(
    input: {id: "marco-rubio", description: "US Secretary of State", addAliases: ["Senator Rubio"]}
  ) {
    entity {
      name
      description
      aliases
    }
  }
  retractRelation(input: {id: $relation, reason: "checking"}) {
    activity {
      operation
    }
  }
  restoreRelation(input: {id: $relation, reason: "checked"}) {
    relation {
      retractedAt
      type {
        label
      }
    }
  }
  retractDocument(input: {id: $document, reason: "checking"}) {
    activity {
      operation
    }
  }
  restoreDocument(input: {id: $document, reason: "checked"}) {
    document {
      title
      retractedAt
    }
  }
}
    `) as unknown as TypedDocumentString<CorrectMutation, CorrectMutationVariables>;
export const ProposalsDocument = new TypedDocumentString(`
    query Proposals($by: ID!) {
  actor(id: $by) {
    proposed {
      nodes {
        name
        provisions {
          nodes {
            name
          }
        }
        criticizedBy {
          edges {
            node {
              name
            }
            relation {
              evidence {
                exact
              }
            }
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ProposalsQuery, ProposalsQueryVariables>;