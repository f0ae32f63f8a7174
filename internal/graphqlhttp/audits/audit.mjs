// Runs every audit of graphql-http against a server and prints the results as
// JSON: node audit.mjs http://localhost:8080/graphql
import { auditServer } from 'graphql-http'

const results = await auditServer({ url: process.argv[2] })
console.log(JSON.stringify(results.map(({ id, name, status, reason }) => ({ id, name, status, reason }))))
