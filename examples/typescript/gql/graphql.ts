/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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