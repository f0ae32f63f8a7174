/**
 * Serves the Neo4j at NEO4J_URI by @neo4j/graphql on Apollo Server, at a free port of localhost, and prints the address
 * on a line of its own. It ends when its standard input does.
 */
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { Neo4jGraphQL } from '@neo4j/graphql';
import neo4j from 'neo4j-driver';

import { typeDefs } from './typedefs.mjs';

const { NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE } = process.env;
const auth = NEO4J_USERNAME ? neo4j.auth.basic(NEO4J_USERNAME, NEO4J_PASSWORD ?? '') : undefined;
const driver = neo4j.driver(NEO4J_URI, auth);
const schema = await new Neo4jGraphQL({ typeDefs, driver }).getSchema();
const server = new ApolloServer({ schema, introspection: false, includeStacktraceInErrorResponses: false });
const sessionConfig = NEO4J_DATABASE ? { database: NEO4J_DATABASE } : {};
const { url } = await startStandaloneServer(server, {
  listen: { host: 'localhost', port: 0 },
  context: async () => ({ executionContext: driver, sessionConfig }),
});
console.log(url);

process.stdin.resume().on('end', () => process.exit(0));
