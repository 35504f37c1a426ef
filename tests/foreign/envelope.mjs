// Verifies envelopes, authorisations and letter headers with npm jose:
// envelope.mjs envelope FILE KEY.der... | letter FILE. The certificates after FILE are those of the persons whose
// authorisations the envelope carries, in their order. Exit status 1 when anything does not verify.
import {readFileSync} from 'node:fs';
import {createHash, X509Certificate} from 'node:crypto';
import {compactVerify, decodeProtectedHeader, flattenedVerify, importX509} from 'jose';

const sha256 = (data, encoding) => createHash('sha256').update(data).digest(encoding);

function insist(good, what) {
  if (!good) {
    throw new Error(what);
  }
}

// The key of the first certificate in x5c; each must be issued by the next.
async function chainKey(header) {
  const chain = header.x5c.map((der) => new X509Certificate(Buffer.from(der, 'base64')));
  for (let i = 0; i + 1 < chain.length; i++) {
    const held = chain[i].checkIssued(chain[i + 1]) && chain[i].verify(chain[i + 1].publicKey);
    insist(held, 'the chain of x5c does not hold');
  }
  return importX509(chain[0].toString(), 'ES256');
}

async function verifyAuthorisation(compact, certificate, payload) {
  const der = readFileSync(certificate);
  const {payload: claims, protectedHeader} = await compactVerify(
    compact, await importX509(new X509Certificate(der).toString(), 'ES256'), {algorithms: ['ES256']});
  const claim = JSON.parse(new TextDecoder().decode(claims));
  insist(protectedHeader.typ === 'comity-authorisation+json', 'typ of an authorisation');
  insist(protectedHeader['x5t#S256'] === sha256(der, 'base64url'), 'thumbprint');
  insist(claim.label === 'comity/authorisation/v1', 'label');
  insist(claim.payload === sha256(payload, 'hex'), 'authorises another payload');
}

async function envelope(file, ...certificates) {
  const jws = JSON.parse(readFileSync(file, 'utf8'));
  const members = Object.keys(jws).sort().join();
  insist(members === 'authorisations,payload,protected,signature', `members ${members}`);
  const header = decodeProtectedHeader(jws);
  const {payload} = await flattenedVerify(jws, await chainKey(header), {algorithms: ['ES256']});
  insist(header.typ === 'comity-statement+json', 'typ of an envelope');
  const bound = ['comity/authorisations/v1', ...jws.authorisations].map((line) => `${line}\n`).join('');
  insist(header.auth === sha256(bound, 'base64url'), 'authorisations stripped, added or reordered');
  insist(jws.authorisations.length === certificates.length, 'number of authorisations');
  for (const [i, compact] of jws.authorisations.entries()) {
    await verifyAuthorisation(compact, certificates[i], payload);
  }
}

async function letter(file) {
  const bytes = readFileSync(file);
  const end = bytes.indexOf(0x0a);
  const compact = bytes.subarray(0, end).toString('latin1');
  const sealed = bytes.subarray(end + 1);
  const header = decodeProtectedHeader(compact);
  const {payload} = await compactVerify(compact, await chainKey(header), {algorithms: ['ES256']});
  const claims = JSON.parse(new TextDecoder().decode(payload));
  insist(header.typ === 'comity-letter+json' && claims.schema === 'letter/1', 'typ or schema of a letter');
  insist(claims.sealed_length === sealed.length, 'length of the sealed part');
  insist(claims.sealed_digest === sha256(sealed, 'hex'), 'digest of the sealed part');
}

const [, , command, ...words] = process.argv;
await {envelope, letter}[command](...words).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
