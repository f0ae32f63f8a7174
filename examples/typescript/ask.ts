import type { TypedDocumentString } from './gql/graphql.js'

const address = process.argv[2] ?? 'http://localhost:8080/graphql'
const token = process.env.TOKEN

// Sends an operation, as whom a token says.
export async function ask<Data, Variables>(query: TypedDocumentString<Data, Variables>, variables: Variables): Promise<Data> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/graphql-response+json', ...(token && { Authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = await response.json()
  if (errors) throw new Error(errors[0].message)
  return data
}
