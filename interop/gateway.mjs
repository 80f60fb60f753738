// A small support server that behaves as the live Nest gateway does (docs/CONTRACT.md, sections 1 to 4):
// the official `socket.io`, the live dialect, sockets that are accepted and then disconnected, joins that
// are refused without an acknowledgement. The state is in memory; `POST /control` changes it.
//
// Prints `listening on http://ADDRESS` first. Exits when its standard input or its parent ends.

import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';
import { Server } from 'socket.io';

const ME = { _id: '640000000000000000000001', username: 'mudir', phone: '091000001', role: 'admin' };
const CUSTOMER = { _id: '640000000000000000000004', username: 'salma', phone: '091000004', role: 'user' };
const PASSWORD = 'open sesame';

const good = new Set();
const refusedJoins = new Set();
const conversations = new Map();
const messages = [];
let dismissing = false;
/** With what words the namespace is refused; null where it is open. */
let refusalWords = null;
let connections = 0;
/** The conversations whose rooms were joined on the last connection, in order. */
let joins = [];
let lastTime = Date.parse('2026-11-22T10:00:00.000Z');

const freshId = () => randomBytes(12).toString('hex');
const now = () => new Date((lastTime += 1000)).toISOString();

function openConversation(_id) {
  const time = now();
  const record = {
    _id,
    admin: ME,
    restaurant: null,
    participant: CUSTOMER,
    status: 'open',
    subject: `محادثة ${_id}`,
    supportType: 'admin',
    lastMessage: null,
    lastMessageAt: null,
    unreadCountSupport: 0,
    unreadCountParticipant: 0,
    createdAt: time,
    updatedAt: time,
    __v: 0,
  };
  conversations.set(_id, record);
  return record;
}

for (const id of ['c1', 'c2', 'c3', 'c4']) openConversation(id);

function makeToken(user) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = `${part({ alg: 'HS256' })}.${part({ userId: user._id, role: user.role, n: freshId() })}.sig`;
  good.add(token);
  return token;
}

const http = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    const [status, answer] = route(request, body ? JSON.parse(body) : {});
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(answer));
  });
});

let pages = 0;

const io = new Server(http, { cors: { origin: '*' } });
const support = io.of('/support');

const refusal = (statusCode, message, error) => [statusCode, { message, error, statusCode }];

function route(request, body) {
  const url = new URL(request.url, 'http://gateway');
  const path = url.pathname.split('/').filter(Boolean);
  const method = request.method;
  if (method === 'POST' && url.pathname === '/control') return [200, steer(body)];
  if (method === 'POST' && url.pathname === '/auth/login') return logIn(body);
  const token = (request.headers.authorization ?? '').replace('Bearer ', '');
  if (!good.has(token)) return refusal(401, 'Invalid or expired token', 'Unauthorized');
  if (method === 'POST' && url.pathname === '/auth/logout') {
    good.delete(token);
    return [201, {}];
  }
  if (method === 'GET' && url.pathname === '/support/conversations') {
    return [200, [...conversations.values()]];
  }
  if (method === 'POST' && url.pathname === '/support/messages') return send(body);
  const record = path[1] === 'conversations' ? conversations.get(path[2]) : undefined;
  if (!record) return refusal(404, 'Conversation not found', 'Not Found');
  if (method === 'GET' && path[3] === 'messages') {
    pages += 1;
    return [200, page(record, url.searchParams)];
  }
  if (method === 'POST' && path[3] === 'read') return [201, { success: true }];
  return [200, record];
}

function logIn({ username, password }) {
  if (username !== ME.username || password !== PASSWORD) {
    return refusal(401, 'Invalid credentials', 'Unauthorized');
  }
  return [201, { success: true, user: { ...ME, name: 'المدير' }, token: makeToken(ME) }];
}

function page(record, query) {
  const number = Number(query.get('page') ?? 1);
  const limit = Number(query.get('limit') ?? 50);
  const all = messages.filter((message) => message.conversation._id === record._id).reverse();
  return { messages: all.slice((number - 1) * limit, number * limit), total: all.length };
}

function say(record, sender, content) {
  const time = now();
  const message = {
    _id: freshId(),
    conversation: { _id: record._id },
    sender: sender._id,
    type: 'text',
    content,
    isRead: false,
    createdAt: time,
    updatedAt: time,
    __v: 0,
  };
  messages.push(message);
  Object.assign(record, { lastMessage: message, lastMessageAt: time, updatedAt: time });
  support.to(`conversation:${record._id}`).emit('new-message', { ...message, conversation: record._id, sender });
  return message;
}

function send({ conversationId, content }) {
  const record = conversations.get(conversationId);
  if (!record) return refusal(404, 'Conversation not found', 'Not Found');
  if (!content) return refusal(400, ['content should not be empty'], 'Bad Request');
  if (record.status === 'closed') return refusal(403, 'Conversation is closed', 'Forbidden');
  return [201, say(record, ME, content)];
}

support.use((socket, next) => next(refusalWords === null ? undefined : new Error(refusalWords)));

// The gateway accepts every socket and disconnects an unauthenticated one afterwards.
support.on('connection', (socket) => {
  connections += 1;
  joins = [];
  const token = socket.handshake.auth?.token ?? socket.handshake.query?.token;
  if (dismissing || !good.has(token)) {
    setTimeout(() => socket.disconnect(), 10);
    return;
  }
  socket.data.token = token;
  socket.join(`user:${ME._id}`);
  socket.on('join-conversation', (payload, acknowledge) => {
    const id = payload?.conversationId;
    if (!conversations.has(id) || refusedJoins.has(id)) {
      // A Nest gateway turns an exception into an event and sends no acknowledgement.
      const cause = { pattern: 'join-conversation', data: payload };
      socket.emit('exception', { status: 'error', message: 'Internal server error', cause });
      return;
    }
    socket.join(`conversation:${id}`);
    joins.push(id);
    acknowledge?.({ success: true, conversationId: id });
  });
  socket.on('leave-conversation', (payload, acknowledge) => {
    socket.leave(`conversation:${payload?.conversationId}`);
    acknowledge?.({ success: true, conversationId: payload?.conversationId });
  });
});

function steer(order) {
  switch (order.do) {
    case 'say':
      return say(conversations.get(order.conversation), CUSTOMER, order.text);
    case 'say-many':
      for (let number = 0; number < order.count; number++) {
        say(conversations.get(order.conversation), CUSTOMER, `${order.text} ${number}`);
      }
      return {};
    case 'open': {
      const record = openConversation(order.conversation);
      support.to(`user:${ME._id}`).emit('new-conversation', record);
      return record;
    }
    case 'open-many':
      for (let number = 0; number < order.count; number++) {
        support.to(`user:${ME._id}`).emit('new-conversation', openConversation(`many${number}`));
      }
      return {};
    case 'set-status':
      // As somebody elsewhere does it whom no room tells.
      for (const id of order.conversations) conversations.get(id).status = order.status;
      return {};
    case 'refuse-joins':
      for (const id of order.conversations) refusedJoins.add(id);
      return {};
    case 'dismiss-sockets':
      dismissing = order.on;
      return {};
    case 'refuse-namespace':
      refusalWords = order.words;
      support.disconnectSockets();
      return {};
    case 'kick':
      support.disconnectSockets();
      return {};
    case 'revoke':
      good.clear();
      support.disconnectSockets();
      return {};
    case 'report':
      return { connections, pages, joins };
    default:
      return { unknown: order };
  }
}

http.listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${http.address().port}`);
});
