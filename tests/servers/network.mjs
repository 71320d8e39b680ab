// Starts Bluesky's own servers with a few fictional accounts, says where they are on one line of JSON, and ends when
// its standard input does. With DB_POSTGRES_URL the reading side (AppView) runs too.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(process.env.BEDSIDE_PDS_MODULES + '/')
const { TestNetwork, TestNetworkNoAppView } = await import(
  pathToFileURL(require.resolve('@atproto/dev-env')).href
)

// The PostgreSQL of the wheel carries no trigram extension; only search by part of a name needs it, and no test does.
const { Client } = createRequire(require.resolve('@atproto/bsky'))('pg')
const query = Client.prototype.query
Client.prototype.query = function (asked, ...rest) {
  const text = typeof asked === 'string' ? asked : asked?.text
  if (typeof text === 'string' && /pg_trgm|gin_trgm_ops|gist_trgm_ops/.test(text)) asked = 'select 1'
  return query.call(this, asked, ...rest)
}

const full = Boolean(process.env.DB_POSTGRES_URL)
// The dev network asks for a Redis address but, without a cache configured, calls none.
process.env.REDIS_HOST ??= '127.0.0.1:1'
const network = full
  ? await TestNetwork.create({ dbPostgresSchema: 'dev' })
  : await TestNetworkNoAppView.create({})
const url = network.pds.url.replace('localhost', '127.0.0.1')

async function call(method, body, token) {
  const answer = await fetch(`${url}/xrpc/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  })
  const wire = await answer.json()
  if (!answer.ok) throw new Error(`${method}: ${wire.error}`)
  return wire
}

const accounts = []
for (const name of ['stmary', 'ana', 'gus', 'dana']) {
  const handle = `${name}.test`
  const password = `${name}-main-password`
  const made = await call('com.atproto.server.createAccount', { handle, password, email: `${name}@example.test` })
  const app = await call('com.atproto.server.createAppPassword', { name: 'bedside' }, made.accessJwt)
  accounts.push({ handle, did: made.did, password: app.password })
}
if (full) await network.processAll()

console.log(JSON.stringify({ url, appview: full, accounts }))
process.stdin.resume()
process.stdin.on('end', () => {
  setTimeout(() => process.exit(0), 3000).unref()
  network.close().finally(() => process.exit(0))
})
