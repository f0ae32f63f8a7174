/**
 * The graph as an author of @neo4j/graphql would describe it: one node type, found by the label that the unique id is
 * indexed on, and typed edges with the properties that they carry.
 */
export const typeDefs = `#graphql
  type Actor @node(labels: ["Entity"]) {
    id: ID!
    name: String!
    aliases: [String!]
    criticizedBy: [Actor!]! @relationship(type: "CRITICIZED", direction: IN, properties: "Claim")
    metWith: [Actor!]! @relationship(type: "MET_WITH", direction: OUT, queryDirection: UNDIRECTED, properties: "Claim")
  }

  type Claim @relationshipProperties {
    id: ID!
    type: String!
    status: String!
    certainty: String!
    start: Date
    end: Date
  }

  extend schema @mutation(operations: []) @subscription(events: [])
`;
