// Loaded before anything else: every server listens on 127.0.0.1 alone, and nothing connects anywhere else.
import dns from 'node:dns'
import net from 'node:net'

dns.setDefaultResultOrder('ipv4first')
const HERE = new Set(['127.0.0.1', '::1', 'localhost'])

const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (...given) {
  const callback = given.find((one) => typeof one === 'function')
  const first = given[0]
  if (first !== null && typeof first === 'object') {
    return listen.call(this, first.path ? first : { ...first, host: '127.0.0.1' }, ...(callback ? [callback] : []))
  }
  return listen.call(this, { port: Number(first ?? 0), host: '127.0.0.1' }, ...(callback ? [callback] : []))
}

const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...given) {
  const flat = Array.isArray(given[0]) ? given[0][0] : given[0]
  const target = flat !== null && typeof flat === 'object' ? flat : { port: flat, host: given[1] }
  const host = typeof target.host === 'string' ? target.host : 'localhost'
  if (!target.path && !HERE.has(host)) {
    const refused = Object.assign(new Error('Only this machine may be called.'), { code: 'ECONNREFUSED' })
    process.nextTick(() => this.destroy(refused))
    return this
  }
  return connect.apply(this, given)
}
