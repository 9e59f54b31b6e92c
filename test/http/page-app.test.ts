import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import supertest from 'supertest';
import { createPageApp, isLoopback, type Page } from '../../src/http/page-app.ts';

const PAGE: Page = { html: '<!doctype html><title>é</title>', contentSecurityPolicy: "default-src 'none'" };

function page(current: Page | undefined = PAGE, isLocal = true) {
  return supertest(createPageApp({ current: () => current, isLocal }));
}

describe('the port of the page', () => {
  test('serves the page as it is', async () => {
    const { status, text, headers } = await page().get('/');
    assert.deepEqual([status, text, headers['content-type']], [200, PAGE.html, 'text/html; charset=utf-8']);
  });

  test('lets the page load and send nothing, and no one frame, sniff or cache it', async () => {
    const { headers } = await page().get('/');
    const {
      'content-security-policy': policy,
      'x-content-type-options': sniffing,
      'referrer-policy': referrer,
    } = headers;
    assert.deepEqual(
      [policy, sniffing, referrer, headers['cache-control'], headers['cross-origin-resource-policy']],
      ["default-src 'none'; frame-ancestors 'none'", 'nosniff', 'no-referrer', 'no-store', 'same-origin'],
    );
    assert.equal(headers['x-powered-by'], undefined);
  });

  test('says before the first audit that there is none yet', async () => {
    const { status, text } = await supertest(createPageApp({ current: () => undefined, isLocal: true })).get('/');
    assert.deepEqual([status, text], [503, 'the first audit is not done yet: try again in a minute\n']);
  });

  test('answers a HEAD without the page', async () => {
    const { status, text, headers } = await page().head('/');
    assert.deepEqual([status, text, headers['content-type']], [200, undefined, 'text/html; charset=utf-8']);
  });

  test('takes nothing', async () => {
    const { status, headers } = await page().post('/').send('x');
    assert.deepEqual([status, headers['allow']], [405, 'GET, HEAD']);
  });

  test('has no other page', async () => {
    const { status, text, headers } = await page().get('/report.json');
    assert.deepEqual([status, text], [404, 'not found\n']);
    assert.equal(headers['content-security-policy'], "default-src 'none'; frame-ancestors 'none'");
  });

  for (const host of [
    'localhost:8081',
    '127.0.0.1:8081',
    '[::1]:8081',
    'LOCALHOST',
    '127.0.0.2:80',
    '[::ffff:7f00:1]:8081',
  ]) {
    test(`is there for a browser on this machine: ${host}`, async () => {
      assert.equal((await page().get('/').set('host', host)).status, 200);
    });
  }

  for (const host of [
    'rebound.example.com:8081',
    'localhost.example.com',
    '127.0.0.1.example.com',
    '10.0.0.1',
    '0.0.0.0:8081',
    '[::2]',
    '[localhost',
    '',
  ]) {
    test(`is not there for a site that gives its name the address of this machine: ${host || 'no name'}`, async () => {
      const { status, text } = await page().get('/').set('host', host);
      assert.deepEqual([status, text], [403, 'this port is for localhost alone\n']);
    });
  }

  test('goes by any name where it is not for this machine alone', async () => {
    assert.equal((await page(PAGE, false).get('/').set('host', 'audit.example.com')).status, 200);
  });
});

describe('a loopback address', () => {
  for (const address of [
    '127.0.0.1',
    '127.8.9.1',
    '::1',
    '0:0:0:0:0:0:0:1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::1%lo',
  ]) {
    test(`is known as one: ${address}`, () => {
      assert.equal(isLoopback(address), true);
    });
  }

  for (const address of [
    '0.0.0.0',
    '::',
    '10.0.0.1',
    '128.0.0.1',
    '::ffff:10.0.0.1',
    '::2',
    'fe80::1%eth0',
    '127.0.0.1.example.com',
    '',
  ]) {
    test(`is not ${address || 'an empty text'}`, () => {
      assert.equal(isLoopback(address), false);
    });
  }
});
