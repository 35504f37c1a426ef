// Alters the bundles of tests/conformance/run in named ways and compares what two verifiers say: the verdict, and each
// place that is broken or missing. Usage: node alter.mjs WORK COMITY_VERIFY OTHER_COMMAND;
// COMITY_ONLY is a regular expression that picks some by name.
import {execFile} from 'node:child_process';
import {linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import {dirname, join} from 'node:path';
import {Forger, hash, plain, url} from './forger.mjs';

const [work, ours, theirs] = process.argv.slice(2);
const [command, ...before] = theirs.split(' ');
const only = new RegExp(process.env.COMITY_ONLY ?? '');
const forger = new Forger(work);
const unused = '019d0000-0000-7000-8000-00000000beef';

// ---- A copy of a bundle that can be altered -------------------------------------------------------------------------

class Copy {
  constructor(name, from) {
    this.folder = join(work, 'altered', name.replace(/[^a-z0-9]+/gi, '-'));
    this.trust = join(work, 'trust');
    for (const path of this.paths(join(work, from))) {
      mkdirSync(dirname(this.at(path)), {recursive: true});
      linkSync(join(work, from, path), this.at(path));
    }
  }

  at(path) { return join(this.folder, path); }

  paths(folder = this.folder) {
    return readdirSync(folder, {recursive: true}).filter((path) => statSync(join(folder, path)).isFile()).sort();
  }

  read(path) { return readFileSync(this.at(path)); }

  write(path, bytes) {
    mkdirSync(dirname(this.at(path)), {recursive: true});
    rmSync(this.at(path), {force: true}); // the copy is made of links
    writeFileSync(this.at(path), bytes);
  }

  remove(...paths) { for (const path of paths) rmSync(this.at(path)); }

  swap(a, b) {
    const [first, second] = [this.read(a), this.read(b)];
    this.write(a, second);
    this.write(b, first);
  }

  flip(path, at = Math.floor(this.read(path).length / 2)) {
    const bytes = this.read(path);
    bytes[at] ^= 1;
    this.write(path, bytes);
  }

  text(path, edit) { this.write(path, edit(this.read(path).toString())); }

  json(path, edit) {
    const value = JSON.parse(this.read(path));
    edit(value);
    this.write(path, `${JSON.stringify(value)}\n`);
  }

  // The slip and the envelope of a statement or a key set.
  enclosure(path, edit) {
    const [slip, envelope] = this.read(path).toString().split('\n').map((line) => line && JSON.parse(line));
    edit(slip, envelope);
    this.write(path, `${JSON.stringify(slip)}\n${JSON.stringify(envelope)}\n`);
  }

  payload(path) { return plain(JSON.parse(this.read(path).toString().split('\n')[1]).payload); }

  statements() { return this.paths().filter((path) => path.startsWith('statements/')); }

  find(document, which = 0) {
    return this.statements().filter((path) => this.payload(path).schema === `${document}/1`)[which];
  }

  next() { return `statements/${String(this.statements().length + 1).padStart(4, '0')}.enclosure`; }

  renumber() {
    this.statements().forEach((path, i) =>
      renameSync(this.at(path), this.at(`statements/${String(i + 1).padStart(4, '0')}.enclosure`)));
  }

  // A statement of xb.ca that fits the case, as far as `change` leaves it so, signed with xb's keys.
  forge(change = {}, {authorise = true, claim = {}, signer, person = 'xb.lind', slip, twice = false} = {}) {
    const request = this.payload('statements/0001.enclosure');
    const payload = {after: [this.digest('statements/0001.enclosure')], case_id: request.case_id, from_desk: 'xb.ca',
      made_at: '2026-11-22T08:00:00Z', record: {text: 'more follows'}, schema: 'progress_report/1',
      statement_id: unused, to_desks: ['xa.ca'], ...change};
    const by = {act: payload.schema.split('/')[0], desk: payload.from_desk, role: 'executing_authority', ...claim};
    const one = authorise ? [forger.authorise(payload, person, by)] : [];
    const envelope = forger.envelope(payload, twice ? [...one, ...one] : one, payload.from_desk, signer);
    const path = this.next();
    this.write(path, forger.enclosure('xb', envelope, slip));
    return path;
  }

  digest(path) {
    const {payload} = JSON.parse(this.read(path).toString().split('\n')[1]);
    return hash(Buffer.from(payload, 'base64url')).toString('hex');
  }

  sums() {
    const lines = this.paths().filter((path) => path !== 'SHA256SUMS')
      .map((path) => `${hash(this.read(path)).toString('hex')}  ${path}\n`);
    this.write('SHA256SUMS', lines.join(''));
  }
}

// ---- The alterations ------------------------------------------------------------------------------------------------

const all = [];
// `sums`: whoever altered the bundle also wrote new sums.
const way = (verdict, name, act, {sums = true, of = 'content'} = {}) => all.push({verdict, name, act, sums, of});
const altered = (...rest) => way('altered', ...rest);
const undecided = (...rest) => way('undecided', ...rest);
const unaltered = (...rest) => way('unaltered', ...rest);
const first = 'statements/0001.enclosure';
const chain = 'key-sets/xb.chain';

unaltered('nothing', () => {}, {sums: false});
unaltered('nothing in the bundle without package', () => {}, {sums: false, of: 'preservation'});
for (const path of ['bundle.json', 'roots.txt', chain, first, 'package/outer.jws', 'package/inner.txt', 'package/0001.age',
  'package/0001.leaves', 'package/0001.midstates', 'files/0001-image.dd', 'files.json', 'SHA256SUMS']) {
  altered(`one bit of ${path}`, (copy) => copy.flip(path), {sums: false});
  if (!['SHA256SUMS', 'bundle.json'].includes(path)) altered(`one bit of ${path} and new sums`, (copy) => copy.flip(path));
}

// Envelopes and authorisations.
altered('a statement with another payload', (copy) => copy.enclosure(first, (slip, envelope) => {
  envelope.payload = url({...plain(envelope.payload), made_at: '2026-01-01T00:00:00Z'});
}));
altered('a statement with the signature of another', (copy) => {
  const other = JSON.parse(copy.read('statements/0002.enclosure').toString().split('\n')[1]);
  copy.enclosure(first, (slip, envelope) => { envelope.signature = other.signature; });
});
altered('a statement with the header of another', (copy) => {
  const other = JSON.parse(copy.read('statements/0002.enclosure').toString().split('\n')[1]);
  copy.enclosure(first, (slip, envelope) => { envelope.protected = other.protected; });
});
altered('an authorisation stripped', (copy) => copy.enclosure(first, (slip, envelope) => envelope.authorisations.pop()));
altered('an authorisation added', (copy) => copy.enclosure(first, (slip, envelope) =>
  envelope.authorisations.push(envelope.authorisations[0])));
altered('authorisations reordered', (copy) => copy.enclosure(first, (slip, envelope) => envelope.authorisations.reverse()));
altered('an authorisation altered', (copy) => copy.enclosure(first, (slip, envelope) => {
  envelope.authorisations[0] = `${envelope.authorisations[0].slice(0, -3)}AAA`;
}));
altered('an unprotected header added', (copy) => copy.enclosure(first, (slip, envelope) => { envelope.header = {kid: '1'}; }));
altered('a member of an envelope twice', (copy) =>
  copy.text(first, (text) => text.replace('{"authorisations"', '{"payload":"","authorisations"')));
altered('a blank in an envelope', (copy) => copy.text(first, (text) => text.replace('{"authorisations"', '{ "authorisations"')));

// Slips and checkpoints.
const slipped = (name, edit) => altered(name, (copy) => copy.enclosure(first, edit));
slipped('a slip with another index', (slip) => { slip.index += 1; });
slipped('a slip with another salt', (slip) => { slip.salt = Buffer.alloc(32, 7).toString('base64'); });
slipped('a slip with an entry of another version', (slip) => {
  slip.entry = Buffer.concat([Buffer.of(2), Buffer.from(slip.entry, 'base64').subarray(1)]).toString('base64');
});
slipped('a proof with another hash', (slip) => { slip.proof[0] = Buffer.alloc(32, 7).toString('base64'); });
slipped('a proof cut', (slip) => slip.proof.pop());
slipped('a proof with a hash more', (slip) => slip.proof.push(slip.proof[0]));
slipped('a checkpoint with another size', (slip) => { slip.checkpoint = slip.checkpoint.replace(/\n(\d+)\n/, '\n1$1\n'); });
slipped('a checkpoint with another root', (slip) => {
  slip.checkpoint = slip.checkpoint.replace(/\n[^\n]+=\n/, `\n${Buffer.alloc(32, 7).toString('base64')}\n`);
});
slipped('a checkpoint without signature', (slip) => { slip.checkpoint = slip.checkpoint.replace(/\n\n[^]*/, '\n\n'); });
slipped('a checkpoint signed by another', (slip) => { slip.checkpoint = slip.checkpoint.replace('\u2014 xa', '\u2014 xb'); });
slipped('a slip of another ledger', (slip) => { slip.origin = slip.origin.replace('xa', 'xb'); });
altered('slips exchanged', (copy) => {
  const [one, other] = [first, copy.find('execution_report')].map((path) => copy.read(path).toString().split('\n'));
  copy.write(first, `${other[0]}\n${one[1]}\n`);
});
altered('the members of a slip in another order', (copy) => copy.enclosure(first, (slip) => {
  const {checkpoint} = slip;
  delete slip.checkpoint;
  slip.checkpoint = checkpoint;
}));

// Statements as files.
altered('a statement cut', (copy) => copy.write(first, copy.read(first).subarray(0, -1)));
altered('an empty statement', (copy) => copy.write(first, ''));
altered('two statements in one file', (copy) =>
  copy.write(first, Buffer.concat([copy.read(first), copy.read('statements/0002.enclosure')])));
unaltered('statements in another order', (copy) => copy.swap(first, 'statements/0002.enclosure'));
unaltered('the last receipt left out', (copy) => copy.remove(copy.statements().filter((path) =>
  copy.payload(path).schema === 'technical_receipt/1' && !copy.statements().some((each) =>
    copy.payload(each).after.includes(copy.digest(path)))).at(-1)) ?? copy.renumber());
altered('a statement left out', (copy) => copy.remove('statements/0002.enclosure'));
undecided('a statement left out and the others renumbered', (copy) => {
  copy.remove(copy.find('decision_grant'));
  copy.renumber();
});
undecided('the request left out and the others renumbered', (copy) => {
  copy.remove(first);
  copy.renumber();
});
altered('a statement twice', (copy) => copy.write(copy.next(), copy.read(copy.find('decision_grant'))));
altered('a statement of the other bundle', (copy) =>
  copy.write(copy.next(), readFileSync(join(work, 'preservation/statements/0003.enclosure'))));
altered('a number with a digit more', (copy) => copy.write('statements/00001.enclosure', copy.read(first)));

// The bundle's own files.
altered('the case of another bundle', (copy) => copy.json('bundle.json', (head) => {
  head.case_id = JSON.parse(readFileSync(join(work, 'preservation/bundle.json'))).case_id;
}));
altered('written by a node without key sets', (copy) => copy.json('bundle.json', (head) => { head.node = 'xc'; }));
altered('a member of bundle.json twice', (copy) => copy.text('bundle.json', (text) => text.replace('{', '{"node":"xb",')));
altered('a time with an offset', (copy) => copy.text('bundle.json', (text) => text.replace(/(T[\d:]+)Z/, '$1+00:00')));
altered('a time with a fraction', (copy) => copy.text('bundle.json', (text) => text.replace(/(T[\d:]+)Z/, '$1.5Z')));
altered('a day that no month has', (copy) => copy.text('bundle.json', (text) => text.replace(/-\d\d-\d\dT/, '-02-30T')));
undecided('bundle.json of a newer version', (copy) => copy.json('bundle.json', (head) => {
  head.schema = 'bundle/2';
  head.more = true;
}));
undecided('no bundle.json', (copy) => copy.remove('bundle.json'));
altered('no sums', (copy) => copy.remove('SHA256SUMS'), {sums: false});
altered('a sum of a file that is not there', (copy) =>
  copy.text('SHA256SUMS', (text) => `${text}${'0'.repeat(64)}  zzz\n`), {sums: false});
altered('sums in another order', (copy) =>
  copy.text('SHA256SUMS', (text) => `${text.trimEnd().split('\n').reverse().join('\n')}\n`), {sums: false});
altered('a file more', (copy) => copy.write('verdict.txt', 'all is well\n'));
altered('a file more and no new sums', (copy) => copy.write('verdict.txt', 'all is well\n'), {sums: false});
altered('a folder more', (copy) => copy.write('key-sets/more/xb.chain', copy.read(chain)));
altered('a link', (copy) => symlinkSync('/etc/hostname', copy.at('files/0009-x')));

// Key sets and roots.
const lines = (copy) => copy.read(chain).toString().trimEnd().split('\n');
altered('the first key set only', (copy) => copy.write(chain, `${lines(copy).slice(0, 2).join('\n')}\n`));
altered('the first key set left out', (copy) => copy.write(chain, `${lines(copy).slice(2).join('\n')}\n`));
altered('key sets in another order', (copy) => {
  const [a, b, c, d, ...rest] = lines(copy);
  copy.write(chain, `${[c, d, a, b, ...rest].join('\n')}\n`);
});
altered('the key sets of another node', (copy) => copy.swap(chain, 'key-sets/xa.chain'));
altered('no key sets of a node', (copy) => copy.remove(chain));
undecided('no key sets of a node, and none in the roots', (copy) => {
  copy.remove(chain);
  copy.text('roots.txt', (text) => text.replace(/^xb .*\n/m, ''));
});
altered('a person more in a key set', (copy) => {
  const all = lines(copy);
  const envelope = JSON.parse(all.at(-1));
  const payload = plain(envelope.payload);
  payload.record.persons.push({...payload.record.persons[0], person: 'xb.mallory'});
  envelope.payload = url(payload);
  copy.write(chain, `${[...all.slice(0, -1), JSON.stringify(envelope)].join('\n')}\n`);
});
altered('another root in roots.txt', (copy) => copy.text('roots.txt', (text) => text.replace(/[0-9a-f]{64}/, '0'.repeat(64))));
altered('another root than the reader trusts', (copy) => {
  copy.trust = `${copy.folder}.trust`;
  writeFileSync(copy.trust, readFileSync(join(work, 'trust'), 'utf8').replace(/^(xb) .*/m, `$1 ${'0'.repeat(64)}`));
});
altered('the package of another case', (copy) => {
  for (const path of ['package/outer.jws', 'files.json', 'package/inner.txt', 'package/0001.leaves', 'package/0001.midstates']) {
    copy.write(path, readFileSync(join(work, 'content', path)));
  }
  copy.write('files/0001-image.dd', readFileSync(join(work, 'content/files/0001-image.dd')));
  copy.write('files/0002-list.txt', readFileSync(join(work, 'content/files/0002-list.txt')));
  copy.remove('package/0001.leaves');
}, {of: 'preservation'});
undecided('a root that the reader does not know', (copy) => {
  copy.trust = `${copy.folder}.trust`;
  writeFileSync(copy.trust, readFileSync(join(work, 'trust'), 'utf8').replace(/^xb .*\n/m, ''));
});

// The package and its files.
altered('the cover with the signature of another', (copy) => copy.text('package/outer.jws', (text) => {
  const other = JSON.parse(copy.read(first).toString().split('\n')[1]);
  return [...text.split('.').slice(0, 2), other.signature].join('.');
}));
altered('the cover left out', (copy) => copy.remove('package/outer.jws'));
unaltered('the whole package left out', (copy) => copy.remove('files.json',
  ...copy.paths().filter((path) => /^(package|files)\//.test(path))));
unaltered('the sealed objects left out', (copy) => copy.remove(...copy.paths().filter((path) => /age$|leaves$/.test(path))));
altered('one sealed object left out', (copy) => copy.remove('package/0002.age'));
altered('a sealed object more', (copy) => copy.write('package/0005.age', copy.read('package/0002.age')));
altered('sealed objects exchanged', (copy) => copy.swap('package/0001.age', 'package/0002.age'));
altered('the last octet of an object cut', (copy) => copy.write('package/0001.age', copy.read('package/0001.age').subarray(0, -1)));
altered('an octet more at the end of an object', (copy) =>
  copy.write('package/0001.age', Buffer.concat([copy.read('package/0001.age'), Buffer.of(0)])));
altered('an object cut at a chunk', (copy) => copy.write('package/0001.age', copy.read('package/0001.age').subarray(0, 1 << 20)));
altered('a bit in the second chunk of an object', (copy) => copy.flip('package/0001.age', (1 << 20) + 5));
altered('a bit in the second chunk and no list of chunks', (copy) => {
  copy.flip('package/0001.age', (1 << 20) + 5);
  copy.remove('package/0001.leaves');
});
altered('a bit in an object of one chunk', (copy) => copy.flip('package/0002.age'));
altered('a list of chunks cut', (copy) => copy.write('package/0001.leaves', copy.read('package/0001.leaves').subarray(0, 32)));
altered('a list of chunks without object', (copy) => copy.write('package/0009.leaves', copy.read('package/0001.leaves')));
altered('a list of hash states cut', (copy) => copy.write('package/0001.midstates', copy.read('package/0001.midstates').subarray(0, -32)));
altered('a list of hash states too many', (copy) => copy.write('package/0003.midstates', copy.read('package/0001.midstates')));
altered('another salt of the list of files', (copy) => copy.text('package/inner.txt', (text) =>
  text.replace(/^.*\n/, `${Buffer.alloc(32, 7).toString('base64')}\n`)));
altered('the list of files left out', (copy) => copy.remove('package/inner.txt'));
altered('files.json left out', (copy) => copy.remove('files.json'));
altered('another name in files.json', (copy) => copy.text('files.json', (text) => text.replace('list.txt', 'lust.txt')));
altered('files exchanged', (copy) => copy.swap('files/0001-image.dd', 'files/0002-list.txt'));
altered('a file left out', (copy) => copy.remove('files/0002-list.txt'));
altered('a file with another name', (copy) => renameSync(copy.at('files/0002-list.txt'), copy.at('files/0002-lust.txt')));
altered('a file more among the files', (copy) => copy.write('files/0003-more.txt', 'more\n'));
altered('an octet more at the end of a file', (copy) =>
  copy.write('files/0002-list.txt', Buffer.concat([copy.read('files/0002-list.txt'), Buffer.of(10)])));

// What only somebody with a node's keys can do.
unaltered('forged: a statement that could be one', (copy) => copy.forge());
altered('forged: nobody authorised it', (copy) => copy.forge({}, {authorise: false}));
altered('forged: authorised for another act', (copy) => copy.forge({}, {claim: {act: 'decision_grant'}}));
altered('forged: authorised for another desk', (copy) => copy.forge({}, {claim: {desk: 'xb.247'}}));
altered('forged: in a role that the person has not', (copy) => copy.forge({}, {claim: {role: 'deciding_authority'}}));
altered('forged: by one person twice', (copy) => copy.forge({}, {twice: true}));
altered('forged: signed with the key of another desk', (copy) => copy.forge({}, {signer: 'xb.247'}));
altered('forged: for a desk that the case does not name', (copy) => copy.forge({from_desk: 'xb.247'}));
altered('forged: in another case', (copy) => copy.forge({case_id: '019d0000-0000-7000-8000-00000000cafe'}));
altered('forged: with the id of another statement', (copy) => copy.forge({statement_id: copy.payload('statements/0002.enclosure').statement_id}));
undecided('forged: answers what is not in the bundle', (copy) => copy.forge({after: ['0'.repeat(64)]}));
undecided('forged: a newer version of a document', (copy) => copy.forge({schema: 'progress_report/2'}));
undecided('forged: a newer version with other members', (copy) => copy.forge({schema: 'progress_report/2', after: undefined, more: 1}));
undecided('forged: a member more', (copy) => copy.forge({more: 1}));
altered('forged: a member more, and another of no form', (copy) => copy.forge({more: 1, made_at: 'yesterday'}));
altered('forged: a time with an offset', (copy) => copy.forge({made_at: '2026-11-22T08:00:00+00:00'}));
altered('forged: a parent twice', (copy) => copy.forge({after: [copy.digest(first), copy.digest(first)]}));
altered('forged: a record that is a list', (copy) => copy.forge({record: []}));
altered('forged: a schema without version', (copy) => copy.forge({schema: 'progress_report'}));
undecided('forged: an entry of a newer version', (copy) => copy.forge({}, {slip: {version: 2}}));
altered('forged: an index that is taken', (copy) => copy.forge({}, {slip: {index: 7, size: 9000}}) &&
  copy.forge({statement_id: '019d0000-0000-7000-8000-00000000f00d'}, {slip: {index: 7, size: 9001}}));
altered('forged: logged before what it answers', (copy) =>
  copy.forge({after: [copy.digest(copy.find('decision_grant'))]}, {slip: {index: 6, size: 9000}}));
altered('forged: a second history of the ledger', (copy) => {
  copy.forge({}, {slip: {index: 2000, size: 9000}});
  copy.forge({statement_id: '019d0000-0000-7000-8000-00000000f00d'}, {slip: {index: 2001, size: 9000}});
});
const receipt = (copy, of, record = {}, options = {}) => {
  const digest = copy.digest(of);
  const raw = copy.read(of).toString().split('\n')[1];
  copy.forge({schema: 'technical_receipt/1', after: [digest], record: {verdict: 'accepted', payload_digest: digest,
    slip: forger.slip('xb', raw, options), ...record}}, {authorise: false, slip: {index: 3000, size: 9000}});
};
unaltered('forged: a second receipt', (copy) => receipt(copy, first));
altered('forged: a receipt of an own statement', (copy) => receipt(copy, copy.find('decision_grant')));
altered('forged: a receipt of something else', (copy) => receipt(copy, first, {slip: forger.slip('xb', 'other octets')}));
altered('forged: a receipt without slip', (copy) => receipt(copy, first, {slip: undefined}));
altered('forged: a receipt of what is not there', (copy) => receipt(copy, first, {payload_digest: '0'.repeat(64)}));
altered('forged: receipted before it was received', (copy) => receipt(copy, first, {}, {index: 4000, size: 9001}));
unaltered('forged: a refusal', (copy) => receipt(copy, first, {verdict: 'refused', slip: undefined}));

const cover = (copy, change, signer = 'xb.ca') => copy.text('package/outer.jws', (text) => {
  const payload = {...plain(text.split('.')[1]), ...change};
  return forger.jws({alg: 'ES256', typ: 'comity-package+json', x5c: forger.x5c('xb', signer)}, payload,
    forger.key(`xb/keys/${signer}.sign.pem`));
});
altered('forged: a cover that nobody announced', (copy) => cover(copy, {created: '2026-11-22T08:00:00Z'}));
altered('forged: a cover by another desk', (copy) => cover(copy, {}, 'xb.247'));
undecided('forged: a cover of a newer version', (copy) => cover(copy, {version: 2}));
undecided('forged: a cover with an unknown suite', (copy) => cover(copy, {suite: 'age-unknown'}));
undecided('forged: a cover with a member more', (copy) => cover(copy, {more: 1}));
altered('forged: a cover with no objects', (copy) => cover(copy, {objects: []}));

// ---- Both verifiers, and what they say ------------------------------------------------------------------------------

const judge = (command, words) => new Promise((done) => execFile(command, words, {maxBuffer: 1 << 24}, (error, out, err) => {
  let told = {verdict: `no answer: ${err.slice(0, 300)}`, where: [], missing: []};
  try { told = JSON.parse(out); } catch { /* it stays "no answer" */ }
  done({...told, status: error ? error.code : 0});
}));

// The hash states of an opened file locate its damage to a chunk; the independent verifier does without them.
const place = ({check, path, chunk}) => `${check} @ ${path}${chunk === undefined || check === 'file' ? '' : `, chunk ${chunk}`}`;
const said = ({verdict, status, where, missing}) => [`${verdict} (${status})`,
  ...where.map((each) => `broken ${place(each)}`).sort(), ...missing.map((each) => `missing ${place(each)}`).sort()];
const statuses = {unaltered: 0, altered: 1, undecided: 2};

async function compare({verdict, name, act, sums, of}) {
  const copy = new Copy(name, of);
  act(copy);
  if (sums) copy.sums();
  const words = [copy.folder, '--trust', copy.trust, '--json'];
  const [one, other] = (await Promise.all([judge(ours, words), judge(command, [...before, ...words])]));
  const [a, b] = [said(one), said(other)];
  rmSync(copy.folder, {recursive: true});
  if (JSON.stringify(a) === JSON.stringify(b) && a[0] === `${verdict} (${statuses[verdict]})`) {
    console.log(`ok  ${name}: ${verdict}${[...one.where, ...one.missing].map((each) => `; ${place(each)}`).join('').slice(0, 160)}`);
    return true;
  }
  console.log(`FAILED  ${name}: expected ${verdict}`);
  for (const line of a) console.log(`  ${b.includes(line) ? 'both        ' : 'comity-verify'}  ${line}`);
  for (const line of b.filter((each) => !a.includes(each))) console.log(`  the other     ${line}`);
  for (const each of [...other.where, ...other.missing]) console.log(`    ${each.path}: ${each.detail}`);
  return false;
}

if (new Set(all.map(({name}) => name)).size !== all.length) throw new Error('a name stands twice');
let failed = 0;
const chosen = all.filter(({name}) => only.test(name));
const waiting = [...chosen];
await Promise.all(Array.from({length: availableParallelism()}, async () => {
  while (waiting.length > 0) {
    const good = await compare(waiting.shift());
    failed += good ? 0 : 1;
  }
}));
console.log(`${chosen.length - failed} of ${chosen.length} bundles judged equally and as expected`);
process.exitCode = failed > 0 ? 1 : 0;
