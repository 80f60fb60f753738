"""Checks the backend with python-socketio: every step of the contract that a client takes.

    python interop/client.py --url URL --transport websocket|polling --expiring-token JWT

Needs the accounts `admin` and `user`, password `demo`. The expiring token is one of `user`, good for
a few seconds. Prints a line for each step; leaves with 1 and the reason at the first that fails.
"""

import argparse
import asyncio
import sys

import aiohttp
import socketio

PATIENCE = 15  # seconds
NAMESPACE = "/support"


class Listener:
    """Collects the events of a socket and waits for them."""

    def __init__(self, options):
        self.options = options
        self.heard = []
        self.news = asyncio.Condition()
        self.client = socketio.AsyncClient(reconnection=False)
        self.client.on("connect", self._connected, namespace=NAMESPACE)
        self.client.on("disconnect", self._disconnected, namespace=NAMESPACE)
        self.client.on("*", self._event, namespace=NAMESPACE)

    async def _connected(self):
        await self._note("connect", None)

    async def _disconnected(self, *_reason):
        await self._note("disconnect", None)

    async def _event(self, event, payload=None):
        await self._note(event, payload)

    async def _note(self, event, payload):
        async with self.news:
            self.heard.append((event, payload))
            self.news.notify_all()

    async def connect(self, token=None, by="auth"):
        url, headers, auth = self.options.url, {}, None
        if by == "query":
            url = f"{url}?token={token}"
        elif by == "header":
            headers = {"Authorization": f"Bearer {token}"}
        elif token is not None:
            auth = {"token": token}
        await self.client.connect(
            url,
            headers=headers,
            auth=auth,
            transports=[self.options.transport],
            namespaces=[NAMESPACE],
            wait_timeout=PATIENCE,
        )
        await self.hear("connect")
        return self

    async def hear(self, event, fits=lambda payload: True):
        """Waits for an event, removes it from the list and returns its payload."""

        def look():
            for at, (name, payload) in enumerate(self.heard):
                if name == event and fits(payload):
                    del self.heard[at]
                    return (payload,)
            return None

        async def wait():
            async with self.news:
                return await self.news.wait_for(look)

        try:
            found = await asyncio.wait_for(wait(), PATIENCE)
        except asyncio.TimeoutError:
            names = ", ".join(name for name, _ in self.heard)
            raise AssertionError(f"never heard {event}; heard: {names}") from None
        return found[0]

    async def ask(self, event, payload):
        return await self.client.call(event, payload, namespace=NAMESPACE, timeout=PATIENCE)


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def done(step):
    print(f"ok {step}", flush=True)


async def run(options, http, listeners):
    async def call(method, path, token=None, body=None):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with http.request(method, options.url + path, json=body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def sign_in(username):
        login = {"username": username, "password": "demo"}
        status, body = await call("POST", "/auth/login", body=login)
        check(status == 201, f"signing in as {username}: {body}")
        return body["token"], body["user"]["_id"]

    async def connected(token=None, by="auth"):
        listener = Listener(options)
        listeners.append(listener)
        return await listener.connect(token, by)

    async def refused(token):
        # The namespace is accepted, so connecting succeeds; the server disconnects afterwards.
        listener = await connected(token)
        await listener.hear("disconnect")

    expiring = await connected(options.expiring_token)

    status, body = await call("POST", "/auth/login", body={"username": "admin", "password": "no"})
    check(status == 401 and body["statusCode"] == 401, "a wrong password is refused with 401")
    admin, admin_id = await sign_in("admin")
    user, user_id = await sign_in("user")
    done("sign-in")

    admin_ear = await connected(admin)
    user_ear = await connected(user)
    await connected(user, by="query")
    header_ear = await connected(user, by="header")
    done("token by auth object, query and header")

    status, opened = await call(
        "POST", "/support/conversations/with-admin", user, {"subject": "سؤال عن الطلب"}
    )
    check(status == 201, f"a user opens a conversation with an admin: {opened}")
    conversation = {"conversationId": opened["_id"]}
    for ear in (admin_ear, user_ear, header_ear):
        told = await ear.hear("new-conversation", lambda it: it["_id"] == opened["_id"])
        check(told["status"] == "open" and told["supportType"] == "general", f"new: {told}")
        check("lastMessage" not in told and "unreadCount" not in told, "new, as documented")
        check(any(one["_id"] == admin_id for one in told["participants"]), "the admin is in it")
    done("new conversation")

    for ear in (admin_ear, user_ear):
        ack = await ear.ask("join-conversation", conversation)
        check(ack == {"success": True, **conversation}, f"a join is acknowledged: {ack}")
    done("join")

    content = "مرحبا، وين وصل الطلب؟ 091-2345678"
    status, sent = await call("POST", "/support/messages", user, {**conversation, "content": content})
    check(status == 201, f"a message is taken: {sent}")
    for ear in (admin_ear, user_ear):
        message = await ear.hear("new-message", lambda it: it["_id"] == sent["_id"])
        check(message["content"] == content, f"the text arrives as written: {message}")
        check(message["sender"]["_id"] == user_id, f"the sender is named: {message}")
        check(message["conversation"] == opened["_id"], f"so is the conversation: {message}")
    done("message")

    path = f"/support/conversations/{opened['_id']}"
    await call("PATCH", path, admin, {"status": "closed"})
    for ear in (admin_ear, user_ear):
        updated = await ear.hear("conversation-updated", lambda it: it["_id"] == opened["_id"])
        check(updated["status"] == "closed", f"closed: {updated}")
    status, late = await call("POST", "/support/messages", user, {**conversation, "content": "؟"})
    check(status == 403 and late["message"] == "Conversation is closed", f"closed: {late}")
    await call("PATCH", path, admin, {"status": "open"})
    await user_ear.hear("conversation-updated", lambda it: it["status"] == "open")
    done("update")

    left = await user_ear.ask("leave-conversation", conversation)
    check(left == {"success": True, **conversation}, f"leaving is acknowledged: {left}")
    await call("POST", "/support/messages", admin, {**conversation, "content": "أهلا"})
    await admin_ear.hear("new-message", lambda it: it["content"] == "أهلا")
    await user_ear.ask("leave-conversation", conversation)
    check(all(name != "new-message" for name, _ in user_ear.heard), "left is left")
    done("leave")

    acknowledged = []
    nowhere = {"conversationId": "nope"}
    await user_ear.client.emit(
        "join-conversation", nowhere, namespace=NAMESPACE, callback=acknowledged.append
    )
    exception = await user_ear.hear("exception")
    check(exception["status"] == "error", f"a refused join is told: {exception}")
    cause = {"pattern": "join-conversation", "data": nowhere}
    check(exception["cause"] == cause, f"which join: {exception}")
    await user_ear.ask("join-conversation", conversation)
    check(not acknowledged, "a refused join is never acknowledged")
    done("refused join")

    await refused(None)
    await refused("not.a.token")
    done("refused sockets")

    await expiring.hear("disconnect")
    await refused(options.expiring_token)
    status, _ = await call("GET", "/support/conversations", options.expiring_token)
    check(status == 401, "an expired token is refused with 401")
    done("expiry")


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--transport", default="websocket", choices=["websocket", "polling"])
    parser.add_argument("--expiring-token", required=True)
    options = parser.parse_args()
    listeners = []
    try:
        async with aiohttp.ClientSession() as http:
            await run(options, http, listeners)
        print(f"all passed over {options.transport}")
        return 0
    except (AssertionError, KeyError, socketio.exceptions.SocketIOError) as error:
        print(f"failed: {error!r}", file=sys.stderr)
        return 1
    finally:
        for listener in listeners:
            await listener.client.disconnect()


sys.exit(asyncio.run(main()))
