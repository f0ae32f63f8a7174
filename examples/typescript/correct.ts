// What a curator corrects: what an entity is called, a relation that was taken back,
// and in which ways things can be related.
//
//   TOKEN=… npm run correct -- http://localhost:8080/graphql
import { ask } from './ask.js'
import { graphql } from './gql/gql.js'

const spokesman = graphql(`
  query Spokesman {
    relations(filter: { types: ["spokesperson-for"], with: ["vladimir-putin"] }, first: 1) { nodes { id } }
  }
`)

const correct = graphql(`
  mutation Correct($relation: ID!, $document: ID!) {
    addRelationType(input: { id: "wrote-to", label: "wrote to", inverseLabel: "had a letter from" }) { relationType { label } }
    updateEntity(input: { id: "marco-rubio", description: "US Secretary of State", addAliases: ["Senator Rubio"] }) { entity { name description aliases } }
    retractRelation(input: { id: $relation, reason: "checking" }) { activity { operation } }
    restoreRelation(input: { id: $relation, reason: "checked" }) { relation { retractedAt type { label } } }
    retractDocument(input: { id: $document, reason: "checking" }) { activity { operation } }
    restoreDocument(input: { id: $document, reason: "checked" }) { document { title retractedAt } }
  }
`)

const { relations } = await ask(spokesman, {})
const relation = relations.nodes[0]!.id
const done = await ask(correct, { relation, document: 'doc:zelenskyy-macron-paris-meeting' })
console.log(done.addRelationType.relationType?.label)
console.log(done.updateEntity.entity?.name, done.updateEntity.entity?.aliases)
console.log(done.restoreRelation.relation?.type.label, done.restoreRelation.relation?.retractedAt)
console.log(done.restoreDocument.document?.title, done.restoreDocument.document?.retractedAt)
