// A certified OpenID provider, set up as ID-porten is: pushed requests, private_key_jwt, levels, `pid`, `sid`, logout by the
// browser's back. Beside it, another portal of the same provider, and a page that frames the portal's address for
// logging out, as a provider's page does.

import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Provider, interactionPolicy } from "oidc-provider";

const HIGH = "idporten-loa-high";
const SUBSTANTIAL = "idporten-loa-substantial";
const LEVELS = [SUBSTANTIAL, HIGH];

// The citizens of the demo, who are made up; the numbers are of the kind that Skatteetaten makes for tests.
const demo = JSON.parse(readFileSync(new URL("../server/src/demo/people.json", import.meta.url), "utf8"));
const citizens = demo.filter((person) => !person.role);
const PEOPLE = Object.fromEntries(citizens.map(({ name, number }) => [name.split(" ")[0].toLowerCase(), number]));

const { privateKey: clientKey, publicKey: clientPublicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
export const CLIENT_KEY = clientKey.export({ type: "pkcs8", format: "pem" });
export const CLIENT_KEY_ID = "minside-test";

// Somebody who is logged in too unsafely for what is asked is asked again.
function policy() {
  const policy = interactionPolicy.base();
  const tooLow = (ctx) => {
    const asked = (ctx.oidc.params.acr_values ?? "").split(" ").filter((acr) => LEVELS.includes(acr));
    const least = Math.min(...asked.map((acr) => LEVELS.indexOf(acr)), LEVELS.length);
    return asked.length > 0 && LEVELS.indexOf(ctx.oidc.session?.acr) < least;
  };
  const { Check } = interactionPolicy;
  policy.get("login").checks.add(
    new Check("level", "the level is too low", (ctx) => (tooLow(ctx) ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT)),
  );
  return policy;
}

export async function startProvider(portal) {
  const server = createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kid: "provider-1", use: "sig", alg: "RS256" }] },
    cookies: { keys: ["a key of the tests"], names: { session: "op", interaction: "op-i", resume: "op-r" } },
    acrValues: LEVELS,
    claims: { openid: ["sub", "pid"], acr: null, sid: null, auth_time: null, iss: null },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    // In seconds, as ID-porten's are.
    ttl: { AccessToken: 120, AuthorizationCode: 60, Grant: 7200, IdToken: 120, Interaction: 900, Session: 7200 },
    // All of the tests is on this machine, which it would not talk to otherwise.
    fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
    interactions: { policy: policy(), url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: `sub-${id}`, pid: PEOPLE[id] }) }),
    // Nobody is asked what may be told: that is agreed between portal and provider.
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope("openid");
      await grant.save();
      return grant;
    },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        // ID-porten does not ask whether one is sure.
        logoutSource: (ctx, form) => {
          ctx.body = `<!DOCTYPE html><title>Logout</title>${form}<button form="op.logoutForm" name="logout" value="yes">Logg ut</button>`;
        },
      },
    },
    clients: [
      {
        client_id: "minside",
        token_endpoint_auth_method: "private_key_jwt",
        token_endpoint_auth_signing_alg: "RS256",
        jwks: { keys: [{ ...clientPublicKey.export({ format: "jwk" }), kid: CLIENT_KEY_ID, use: "sig", alg: "RS256" }] },
        redirect_uris: [`${portal}/oidc/callback`],
        post_logout_redirect_uris: [`${portal}/utlogget`],
        backchannel_logout_uri: `${portal}/oidc/backchannel-logout`,
        backchannel_logout_session_required: true,
        require_pushed_authorization_requests: true,
      },
      {
        client_id: "another",
        token_endpoint_auth_method: "none",
        redirect_uris: [`${issuer}/another/callback`],
        post_logout_redirect_uris: [`${issuer}/another/callback`],
      },
    ],
  });
  provider.on("backchannel.error", (_, error, client) => console.error(`${client.clientId} was not told of a logout:`, error));
  const answer = provider.callback();
  server.on("request", (request, response) => {
    const url = new URL(request.url, issuer);
    const [, first, uid] = url.pathname.split("/");
    if (first === "interaction") interaction(provider, uid, url, request, response).catch((error) => fail(response, error));
    else if (first === "another") page(response, "Another portal", `<p>${url.searchParams.has("code") ? "Logged in" : "Here"}</p>`);
    else if (first === "frame") page(response, "Logging out", `<iframe title="portal" src="${escaped(url.searchParams.get("of"))}"></iframe>`);
    else if (first === "favicon.ico") response.writeHead(204).end();
    else answer(request, response);
  });
  const stop = () => new Promise((done) => {
    server.closeAllConnections();
    server.close(done);
  });
  return { issuer, stop };
}

// Where another portal of the same provider sends a browser to log in.
export function anotherLogin(issuer) {
  const url = new URL("/auth", issuer);
  url.search = new URLSearchParams({
    client_id: "another",
    redirect_uri: `${issuer}/another/callback`,
    response_type: "code",
    scope: "openid",
    state: "x",
    nonce: "x",
    // Nobody redeems the code.
    code_challenge: "b7elB7ZyxIXgFyvBznKvxl7wOB-H17Pz0a3B62NIMFI",
    code_challenge_method: "S256",
    acr_values: HIGH,
  });
  return url.href;
}

async function interaction(provider, uid, url, request, response) {
  const { params } = await provider.interactionDetails(request, response);
  const who = url.searchParams.get("as");
  if (url.searchParams.has("cancel")) {
    return provider.interactionFinished(request, response, { error: "access_denied" });
  }
  if (who) {
    const login = { accountId: who, acr: url.searchParams.get("acr"), amr: ["TestID"], remember: false };
    return provider.interactionFinished(request, response, { login });
  }
  const links = Object.keys(PEOPLE).flatMap((name) =>
    LEVELS.map((acr) => `<li><a href="/interaction/${uid}?as=${name}&amp;acr=${acr}">${name} ${acr}</a></li>`),
  );
  const cancel = `<a href="/interaction/${uid}?cancel=1">cancel</a>`;
  page(response, "Who are you?", `<p id="asked">${escaped(params.acr_values)}</p><ul>${links.join("")}</ul>${cancel}`, params.ui_locales);
}

function page(response, title, body, language = "en") {
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(`<!DOCTYPE html><html lang="${escaped(language)}"><link rel="icon" href="data:,"><title>${title}</title><h1>${title}</h1>${body}</html>`);
}

function escaped(text) {
  return String(text ?? "").replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

function fail(response, error) {
  response.statusCode = 500;
  response.end(String(error));
}
