// Holds our JWS against npm jose: jws.mjs verify FOLDER | sign KEY.pem PAYLOAD [HEADER]
import {readFileSync} from 'node:fs';
import {X509Certificate} from 'node:crypto';
import {CompactSign, compactVerify, decodeProtectedHeader, flattenedVerify, importPKCS8, importX509} from 'jose';

async function verify(folder) {
  const read = (name) => readFileSync(`${folder}/${name}`, 'utf8');
  const compact = read('compact.jws');
  const [desk, root] = decodeProtectedHeader(compact).x5c.map((der) => new X509Certificate(Buffer.from(der, 'base64')));
  if (!desk.verify(root.publicKey) || !root.verify(root.publicKey)) {
    throw new Error('the chain of x5c does not hold');
  }
  const key = await importX509(desk.toString(), 'ES256');
  const wanted = read('payload.json');
  for (const {payload, protectedHeader} of [
    await compactVerify(compact, key), await flattenedVerify(JSON.parse(read('flattened.json')), key)]) {
    if (new TextDecoder().decode(payload) !== wanted || protectedHeader.typ !== 'comity-letter+json') {
      throw new Error('verified, but not what was signed');
    }
  }
  const other = await importX509(root.toString(), 'ES256');
  await compactVerify(compact, other).then(
    () => { throw new Error('verified under a key that did not sign'); },
    (error) => { if (error.code !== 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED') throw error; });
}

async function sign(pem, payload, header) {
  const key = await importPKCS8(readFileSync(pem, 'utf8'), 'ES256');
  const jws = await new CompactSign(new TextEncoder().encode(payload))
    .setProtectedHeader(JSON.parse(header)).sign(key);
  process.stdout.write(jws);
}

const [, , command, ...words] = process.argv;
await {verify, sign}[command](...words);
