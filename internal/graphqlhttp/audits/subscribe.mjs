// Follows a server by the clients graphql-ws and graphql-sse, and breaks the
// protocol in each way that it has a code for; prints what came of it as JSON:
// node subscribe.mjs http://localhost:8080/graphql TOKEN
import { createClient as createSSEClient } from 'graphql-sse'
import { createClient } from 'graphql-ws'
import WebSocket from 'ws'

const [url, token] = process.argv.slice(2)
const authorization = `Bearer ${token}`
const socketURL = url.replace('http', 'ws')
const changes = 'subscription ($after: ID) { entityChanged(id: "ukraine", after: $after) { id change { detail } } }'
let aliases = 0

async function write() {
  const alias = `Name ${++aliases}`
  const query = `mutation { addAlias(input: {entity: "ukraine", alias: "${alias}", source: "test"}) { activity { number } } }`
  const response = await fetch(url, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify({ query }) })
  const { data, errors } = await response.json()
  if (errors) throw new Error(JSON.stringify(errors))
  return { alias, number: data.addAlias.activity.number }
}

function same(got, want) {
  if (JSON.stringify(got) !== JSON.stringify(want)) throw new Error(`${JSON.stringify(got)}, not ${JSON.stringify(want)}`)
}

const next = async (events) => {
  const { value, done } = await events.next()
  if (done) throw new Error('the subscription ended')
  if (value.errors) throw new Error(JSON.stringify(value.errors))
  return value.data.entityChanged
}

// follow has a client get what is written, be cut off, and go on where it was.
async function follow(connect) {
  const start = await write()
  let client = connect()
  let events = client.iterate({ query: changes, variables: { after: `${start.number}.0` } })
  const seen = []
  let last
  const take = async () => {
    const event = await next(events)
    seen.push(event.change.detail)
    last = event.id
  }
  const written = [(await write()).alias, (await write()).alias]
  await take()
  await take()
  await client.cut()
  written.push((await write()).alias, (await write()).alias)
  client = connect()
  events = client.iterate({ query: changes, variables: { after: last } })
  await take()
  await take()
  written.push((await write()).alias)
  await take()
  same(seen, written)
  await events.return()
  await client.dispose()
}

function overSocket(options = {}) {
  let socket
  const client = createClient({
    url: socketURL, webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: { Authorization: authorization },
    onNonLazyError: () => {}, ...options, on: { opened: (s) => (socket = s), ...options.on },
  })
  return Object.assign(client, { cut: () => socket.terminate() })
}

function overEvents() {
  const abort = new AbortController()
  const client = createSSEClient({
    url, headers: { authorization }, retryAttempts: 0,
    fetchFn: (input, init) => fetch(input, { ...init, signal: AbortSignal.any([abort.signal, ...(init.signal ? [init.signal] : [])]) }),
  })
  return Object.assign(client, { cut: () => abort.abort() })
}

// closed sends messages and returns the code that the connection is closed with.
function closed(messages, protocol = 'graphql-transport-ws') {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(socketURL, protocol)
    const left = [...messages]
    const send = () => {
      while (left.length > 0) {
        const message = left.shift()
        if (message === 'wait for the ack') return
        socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message))
      }
    }
    socket.on('open', send)
    socket.on('message', (text) => JSON.parse(text).type === 'connection_ack' && send())
    socket.on('close', (code) => resolve(code))
    socket.on('error', reject)
  })
}

const init = { type: 'connection_init' }
const subscribe = (id, query = changes) => ({ type: 'subscribe', id, payload: { query } })
const ack = 'wait for the ack'
const closes = {
  'no JSON': [4400, [init, ack, 'hello']],
  'no type': [4400, [init, ack, { id: '1' }]],
  'a type that clients do not send': [4400, [init, ack, { type: 'next', id: '1', payload: {} }]],
  'bytes': [4400, [init, ack, Buffer.from([1, 2, 3])]],
  'a list': [4400, [[]]],
  'connection_init with a list': [4400, [{ type: 'connection_init', payload: [] }]],
  'subscribe without an id': [4400, [init, ack, { type: 'subscribe', payload: { query: changes } }]],
  'subscribe without a query': [4400, [init, ack, { type: 'subscribe', id: '1', payload: {} }]],
  'subscribe first': [4401, [subscribe('1')]],
  'a token that is wrong': [4403, [{ type: 'connection_init', payload: { Authorization: 'Bearer wrong' } }]],
  'no protocol': [4406, [init], []],
  'nothing': [4408, []],
  'an id twice': [4409, [init, ack, subscribe('1'), subscribe('1')]],
  'connection_init twice': [4429, [init, ack, init]],
}

const checks = {
  'graphql-ws follows, is cut off, and misses nothing': () => follow(overSocket),
  'graphql-sse follows, is cut off, and misses nothing': () => follow(overEvents),
  'graphql-ws asks a query': async () => {
    const client = overSocket()
    const { value } = await client.iterate({ query: '{ entity(id: "ukraine") { name } }' }).next()
    same(value, { data: { entity: { name: 'Ukraine' } } })
    await client.dispose()
  },
  'graphql-ws pings and is answered': async () => {
    let answered
    const pong = new Promise((resolve) => (answered = resolve))
    const client = overSocket({ lazy: false, keepAlive: 50, on: { pong: (received) => received && answered() } })
    await pong
    await client.dispose()
  },
  'graphql-ws uses an id again that it has completed': async () => {
    const client = overSocket({ generateID: () => 'always the same' })
    for (let i = 0; i < 5; i++) {
      const { number } = await write()
      const events = client.iterate({ query: changes, variables: { after: `${number - 1}.0` } })
      await next(events)
      await events.return()
    }
    await client.dispose()
  },
  ...Object.fromEntries(Object.entries({ 'graphql-ws': overSocket, 'graphql-sse': overEvents }).map(([name, connect]) => [
    `${name} is told what is wrong with a subscription`,
    async () => {
      const client = connect()
      const told = await client.iterate({ query: 'subscription { nothing }' }).next().then(({ value }) => JSON.stringify(value), (error) => JSON.stringify(error))
      if (!told.includes('nothing')) throw new Error(told)
      await client.dispose()
    },
  ])),
  ...Object.fromEntries(Object.entries(closes).map(([what, [code, messages, protocol]]) => [
    `${what} is closed by ${code}`, async () => same(await closed(messages, protocol), code),
  ])),
}

async function run([name, check]) {
  try {
    await check()
    return { name, status: 'ok' }
  } catch (error) {
    return { name, status: 'error', reason: String(error?.message ?? JSON.stringify(error)) }
  }
}

// Who follows counts on nobody else writing.
const [socketFollows, eventsFollow, ...others] = Object.entries(checks)
const results = [await run(socketFollows), await run(eventsFollow), ...(await Promise.all(others.map(run)))]
console.log(JSON.stringify(results))
process.exit(0)
