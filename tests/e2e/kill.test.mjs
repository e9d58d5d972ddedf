// kill -9 in the middle of imports and edits, again and again: what was acknowledged is there, once, and the index catches up.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {test} from 'node:test';
import {sleep, startServer, temporaryFolder} from './harness.mjs';
import {hsdsService, ndjson, service} from './records.mjs';

const cycles = Number(process.env.SOCIALEKAART_KILL_CYCLES ?? 25);
const writers = 4;
const batch = 40;

test(`${cycles} cycles of kill -9 under ${writers} writers and an import`, async () => {
  const dataDir = temporaryFolder();
  const acked = new Map(); // name -> {revision, key, deleted}: the last acknowledged version
  const pending = new Map(); // name -> keys sent since, of unknown outcome
  const imported = new Map(); // external id -> source, of files whose report came
  let keySerial = 0;
  let restarts = 0;

  // One writer: creates, edits and deletes records of its own, until the server is gone.
  async function write(server, own) {
    for (;;) {
      const key = `versie ${++keySerial}`;
      const mine = own.filter((name) => !acked.get(name).deleted);
      const choice = mine.length < 5 ? 0 : keySerial % 10;
      const name = mine[keySerial % Math.max(mine.length, 1)];
      try {
        if (choice < 3) {
          const id = randomUUID();
          pending.set(`services/${id}`, [key]);
          const created = await server.directory.CreateService(
            {service: service({alternate_name: key}), service_id: id},
            {deadlineMs: 20_000},
          );
          acked.set(created.name, {revision: created.revision, key});
          own.push(created.name);
          pending.delete(created.name);
        } else if (choice < 9) {
          pending.set(name, [...(pending.get(name) ?? []), key]);
          const updated = await server.directory.UpdateService(
            {service: {name, alternate_name: key}, update_mask: {paths: ['alternate_name']}},
            {deadlineMs: 20_000},
          );
          acked.set(name, {revision: updated.revision, key});
          pending.delete(name);
        } else {
          pending.set(name, [...(pending.get(name) ?? []), 'DELETED']);
          const deleted = await server.directory.DeleteService({name}, {deadlineMs: 20_000});
          acked.set(name, {revision: deleted.revision, key: 'DELETED', deleted: true});
          pending.delete(name);
        }
      } catch (error) {
        if (['UNAVAILABLE', 'CANCELLED', 'INTERNAL', 'UNKNOWN', 'DEADLINE_EXCEEDED'].includes(error.codeName)) return;
        throw error;
      }
    }
  }

  async function importForever(server, cycle) {
    for (let i = 0; ; ++i) {
      const source = `bron-${cycle}-${i}`;
      const records = Array.from({length: batch}, (_, k) => hsdsService({name: `Dienst ${k} van ${source}`}));
      try {
        const report = await server.importFiles({format: 'IMPORT_FORMAT_HSDS', source}, [{name: 'x.ndjson', data: ndjson(records)}]);
        assert.equal(report.created, batch);
        imported.set(
          source,
          records.map(({id}) => id),
        );
      } catch (error) {
        if (error.codeName !== undefined) return;
        throw error;
      }
    }
  }

  async function verify(server) {
    const there = new Map();
    for (const record of await server.listAll('ListServices', 'services', {show_deleted: true})) {
      assert.ok(!there.has(record.name), `${record.name} stands twice`);
      there.set(record.name, record);
    }
    for (const [name, {revision, key}] of acked) {
      const record = there.get(name);
      assert.ok(record, `${name} was acknowledged and is gone`);
      const found = record.provenance.delete_time ? 'DELETED' : record.alternate_name;
      if (record.revision === revision) assert.equal(found, key, name);
      else {
        assert.ok(record.revision > revision, `${name} went back from ${revision} to ${record.revision}`);
        assert.ok((pending.get(name) ?? []).includes(found), `${name} holds '${found}', which nobody sent after '${key}'`);
        acked.set(name, {revision: record.revision, key: found, deleted: found === 'DELETED'});
      }
      pending.delete(name);
    }
    // Creates of unknown outcome: there as sent, or not at all.
    for (const [name, keys] of pending) {
      const record = there.get(name);
      if (record) assert.ok(keys.includes(record.alternate_name), name);
    }
    pending.clear();
    const bySource = new Map();
    for (const {provenance} of there.values()) {
      if (provenance.source === '') continue;
      const ids = bySource.get(provenance.source) ?? new Set();
      assert.ok(!ids.has(provenance.external_id), `${provenance.external_id} of ${provenance.source} stands twice`);
      bySource.set(provenance.source, ids.add(provenance.external_id));
    }
    for (const [source, ids] of imported) {
      for (const id of ids) assert.ok(bySource.get(source)?.has(id), `${id} of ${source} was acknowledged and is gone`);
    }
    const changes = await server.directory.WatchChanges({from_revision: 0});
    assert.deepEqual(
      changes.map(({revision}) => revision),
      Array.from(changes, (_, i) => i + 1),
      'the change log has a gap',
    );
    return there.size;
  }

  let total = 0;
  let acknowledged = 0;
  for (let cycle = 0; cycle < cycles; ++cycle) {
    const server = await startServer({dataDir});
    ++restarts;
    total = await verify(server);
    const before = acked.size;
    // Each record has one writer, so that the order of its versions is known.
    const shares = Array.from({length: writers}, (_, writer) => [...acked.keys()].filter((_name, i) => i % writers === writer));
    const work = Promise.all([...shares.map((own) => write(server, own)), importForever(server, cycle)]);
    await Promise.race([sleep(100 + Math.random() * 500), work]); // a writer that failed shows at once
    await server.kill();
    await work;
    acknowledged += acked.size - before;
  }
  const server = await startServer({dataDir});
  total = await verify(server);
  const check = await server.settled();
  assert.deepEqual([check.missing, check.surplus, check.stale], [0, 0, 0]);
  assert.ok(acknowledged > cycles, `only ${acknowledged} writes were acknowledged: the test tests nothing`);
  assert.ok(imported.size > 0, 'no import came to its end: the test tests nothing');
  await server.stop();
  console.log(`# ${restarts} restarts, ${acknowledged} records acknowledged, ${imported.size} imports, ${total} records`);
});
