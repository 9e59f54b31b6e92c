import { existsSync } from 'node:fs';
import { after, before } from 'node:test';
import { type Browser, chromium } from 'playwright-core';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the packages of Debian and of Google put it. */
const USUAL_PATHS: readonly string[] = ['/usr/bin/chromium', '/usr/bin/google-chrome'];

/**
 * The `skip` option of a suite that needs a browser.
 *
 * @throws BrowserMissingError instead where TEST_BROWSER_REQUIRED is `true`: in CI none is to be left out.
 */
export function skipWithoutBrowser(environment: Environment = process.env): string | false {
  if (findBrowser(environment) !== undefined) return false;
  const message = `no Chromium at ${USUAL_PATHS.join(' or ')}: install one, or set CHROMIUM_PATH to one`;
  if (environment['TEST_BROWSER_REQUIRED'] === 'true') throw new BrowserMissingError(message);
  return message;
}

/** There is no browser to test in. */
export class BrowserMissingError extends Error {
  override readonly name = 'BrowserMissingError';
}

/** One browser for all tests of a suite. */
export function useBrowser(): () => Browser {
  let browser: Browser | undefined;

  before(async () => {
    const executablePath = findBrowser(process.env) ?? '';
    // A container has often neither the right to a sandbox nor room in /dev/shm.
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  });

  after(() => browser?.close());

  return () => {
    if (browser === undefined) throw new Error('the browser is not running');
    return browser;
  };
}

/** Where CHROMIUM_PATH or a package has put it. */
export function findBrowser(environment: Environment): string | undefined {
  return environment['CHROMIUM_PATH'] || USUAL_PATHS.find((path) => existsSync(path));
}
