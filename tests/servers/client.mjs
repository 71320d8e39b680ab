// Speaks to a server with Bluesky's own client, which refuses any answer that does not fit the lexicons.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [modules, given] = process.argv.slice(2)
const { url, handle, password, uri } = JSON.parse(given)
const require = createRequire(`${modules}/`)
const { AtpAgent } = await import(pathToFileURL(require.resolve('@atproto/api')).href)

const agent = new AtpAgent({ service: url })
await agent.login({ identifier: handle, password })
await agent.com.atproto.server.describeServer()
await agent.com.atproto.server.getSession()
await agent.sessionManager.refreshSession()
const blob = await agent.uploadBlob(new Uint8Array([137, 80, 78, 71]), { encoding: 'image/png' })
const picture = { $type: 'app.bsky.embed.images', images: [{ alt: 'Four bytes', image: blob.data.blob }] }
const made = await agent.post({ text: 'From the official client', embed: picture })
await agent.com.atproto.repo.getRecord({ repo: agent.did, collection: 'app.bsky.feed.post', rkey: made.uri.split('/').pop() })
await agent.com.atproto.repo.listRecords({ repo: agent.did, collection: 'app.bsky.feed.post' })
await agent.resolveHandle({ handle })
await agent.getAuthorFeed({ actor: handle })
const profile = await agent.getProfile({ actor: handle })
const thread = await agent.getPostThread({ uri })
const posts = await agent.getPosts({ uris: [uri] })
const notifications = await agent.listNotifications({ reasons: ['reply'] })
await agent.deletePost(made.uri)
console.log(JSON.stringify({
  thread: thread.data.thread.replies.length,
  notifications: notifications.data.notifications.length,
  posts: posts.data.posts.length,
  name: profile.data.displayName,
}))
