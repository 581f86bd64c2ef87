// `oidc-provider`, certified by the OpenID Foundation, as a stand-in for Lifen Connect at the far end of an
// interoperability test: a public client, PKCE required, real CORS, Auth0's paths.
//
//     node provider.mjs --client-id demo --redirect-uri http://localhost:8080/callback \
//         --post-logout-redirect-uri http://localhost:8080/ [--port 9091] [--register member=value]… [--nonces]
//
// Prints one line of JSON, `{"issuer": …}`, once it listens, and `{"revoked": …}` for every refresh token that is
// revoked. It ends when its standard input does, so it never outlives the test that started it.

import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';

import { Provider } from 'oidc-provider';

const { values: given } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'client-id': { type: 'string', default: 'demo' },
    'redirect-uri': { type: 'string', multiple: true, default: [] },
    'post-logout-redirect-uri': { type: 'string', multiple: true, default: [] },
    // A member of the client's registration: id_token_signed_response_alg=ES256, dpop_bound_access_tokens=true.
    register: { type: 'string', multiple: true, default: [] },
    // Every proof of possession needs a nonce.
    nonces: { type: 'boolean', default: false },
  },
});

// Standard output carries the lines of JSON alone.
console.info = console.warn;

const people = {
  victor: { name: 'Victor Pugin', given_name: 'Victor', family_name: 'Pugin', email: 'victor.pugin@example.org' },
  camille: { name: 'Camille Ærø', given_name: 'Camille', family_name: 'Ærø', email: 'camille@example.org' },
};

const configuration = {
  clients: [
    {
      client_id: given['client-id'],
      token_endpoint_auth_method: 'none',
      redirect_uris: given['redirect-uri'],
      post_logout_redirect_uris: given['post-logout-redirect-uri'],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      ...Object.fromEntries(given.register.map(member)),
    },
  ],
  pkce: { required: () => true },
  clientBasedCORS: (_ctx, origin) => given['redirect-uri'].some((uri) => new URL(uri).origin === origin),
  claims: {
    openid: ['sub'],
    email: ['email', 'email_verified'],
    profile: ['name', 'given_name', 'family_name'],
  },
  findAccount: (_ctx, id) =>
    Object.hasOwn(people, id)
      ? { accountId: id, claims: () => ({ sub: id, email_verified: true, ...people[id] }) }
      : undefined,
  routes: {
    authorization: '/authorize',
    token: '/oauth/token',
    userinfo: '/userinfo',
    end_session: '/v2/logout',
    revocation: '/oauth/revoke',
    jwks: '/.well-known/jwks.json',
  },
  // Its own sign-in and consent pages: any password will do.
  features: {
    devInteractions: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    // Only for a client that registered `userinfo_signed_response_alg`.
    jwtUserinfo: { enabled: true },
    revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
    dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => given.nonces },
  },
  // For whoever registered that grant, whatever the scope.
  issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
  cookies: { keys: [randomBytes(32).toString('base64url')] },
  jwks: { keys: signingKeys() },
};

// The port has to be known before the issuer is, so the server listens first.
const server = createServer();
server.listen(Number(given.port), '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, configuration);
  // Only by its revocation endpoint: a rotated one is consumed, and the end of a session takes the grant.
  provider.on('refresh_token.destroyed', (token) => console.log(JSON.stringify({ revoked: token.jti })));
  server.on('request', provider.callback());
  console.log(JSON.stringify({ issuer }));
});

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));

// Text, unless it is JSON.
function member(text) {
  const [name, value] = text.split('=');
  try {
    return [name, JSON.parse(value)];
  } catch {
    return [name, value];
  }
}

// One for each algorithm that a client may register. By way of PEM: on Node 20, a key that was just generated and is
// exported as a JWK can wait for ever for a lock of its own.
function signingKeys() {
  const of = (alg, type, options) => {
    const privateKeyEncoding = { type: 'pkcs8', format: 'pem' };
    const { privateKey } = generateKeyPairSync(type, { ...options, privateKeyEncoding });
    const jwk = createPrivateKey(privateKey).export({ format: 'jwk' });
    return { ...jwk, alg, use: 'sig', kid: `interop-${alg}` };
  };
  return [
    of('RS256', 'rsa', { modulusLength: 2048 }),
    of('PS256', 'rsa', { modulusLength: 2048 }),
    of('ES256', 'ec', { namedCurve: 'P-256' }),
    of('EdDSA', 'ed25519', {}),
  ];
}
