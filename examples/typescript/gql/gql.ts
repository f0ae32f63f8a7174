/* eslint-disable */
import * as types from './graphql.js';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query Spokesman {\n    relations(filter: { types: [\"spokesperson-for\"], with: [\"vladimir-putin\"] }, first: 1) { nodes { id } }\n  }\n": typeof types.SpokesmanDocument,
    "\n  mutation Correct($relation: ID!, $document: ID!) {\n    addRelationType(input: { id: \"wrote-to\", label: \"wrote to\", inverseLabel: \"had a letter from\" }) { relationType { label } }\n    updateEntity(input: { id: \"marco-rubio\", description: \"US Secretary of State\", addAliases: [\"Senator Rubio\"] }) { entity { name description aliases } }\n    retractRelation(input: { id: $relation, reason: \"checking\" }) { activity { operation } }\n    restoreRelation(input: { id: $relation, reason: \"checked\" }) { relation { retractedAt type { label } } }\n    retractDocument(input: { id: $document, reason: \"checking\" }) { activity { operation } }\n    restoreDocument(input: { id: $document, reason: \"checked\" }) { document { title retractedAt } }\n  }\n": typeof types.CorrectDocument,
    "\n  query Proposals($by: ID!) {\n    actor(id: $by) {\n      proposed {\n        nodes {\n          name\n          provisions { nodes { name } }\n          criticizedBy { edges { node { name } relation { evidence { exact } } } }\n        }\n      }\n    }\n  }\n": typeof types.ProposalsDocument,
};
const documents: Documents = {
    "\n  query Spokesman {\n    relations(filter: { types: [\"spokesperson-for\"], with: [\"vladimir-putin\"] }, first: 1) { nodes { id } }\n  }\n": types.SpokesmanDocument,
    "\n  mutation Correct($relation: ID!, $document: ID!) {\n    addRelationType(input: { id: \"wrote-to\", label: \"wrote to\", inverseLabel: \"had a letter from\" }) { relationType { label } }\n    updateEntity(input: { id: \"marco-rubio\", description: \"US Secretary of State\", addAliases: [\"Senator Rubio\"] }) { entity { name description aliases } }\n    retractRelation(input: { id: $relation, reason: \"checking\" }) { activity { operation } }\n    restoreRelation(input: { id: $relation, reason: \"checked\" }) { relation { retractedAt type { label } } }\n    retractDocument(input: { id: $document, reason: \"checking\" }) { activity { operation } }\n    restoreDocument(input: { id: $document, reason: \"checked\" }) { document { title retractedAt } }\n  }\n": types.CorrectDocument,
    "\n  query Proposals($by: ID!) {\n    actor(id: $by) {\n      proposed {\n        nodes {\n          name\n          provisions { nodes { name } }\n          criticizedBy { edges { node { name } relation { evidence { exact } } } }\n        }\n      }\n    }\n  }\n": types.ProposalsDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Spokesman {\n    relations(filter: { types: [\"spokesperson-for\"], with: [\"vladimir-putin\"] }, first: 1) { nodes { id } }\n  }\n"): typeof import('./graphql.js').SpokesmanDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Correct($relation: ID!, $document: ID!) {\n    addRelationType(input: { id: \"wrote-to\", label: \"wrote to\", inverseLabel: \"had a letter from\" }) { relationType { label } }\n    updateEntity(input: { id: \"marco-rubio\", description: \"US Secretary of State\", addAliases: [\"Senator Rubio\"] }) { entity { name description aliases } }\n    retractRelation(input: { id: $relation, reason: \"checking\" }) { activity { operation } }\n    restoreRelation(input: { id: $relation, reason: \"checked\" }) { relation { retractedAt type { label } } }\n    retractDocument(input: { id: $document, reason: \"checking\" }) { activity { operation } }\n    restoreDocument(input: { id: $document, reason: \"checked\" }) { document { title retractedAt } }\n  }\n"): typeof import('./graphql.js').CorrectDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Proposals($by: ID!) {\n    actor(id: $by) {\n      proposed {\n        nodes {\n          name\n          provisions { nodes { name } }\n          criticizedBy { edges { node { name } relation { evidence { exact } } } }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.js').ProposalsDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
