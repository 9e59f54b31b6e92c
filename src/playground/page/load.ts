import { inflatedPart } from './inflate.ts';

/** The only script that is in the file as it is. The policy of the page allows the one that comes out by its hash. */
async function load(): Promise<void> {
  const script = document.createElement('script');
  script.textContent = await inflatedPart('page-script');
  document.body.append(script);
}

load().catch(() => {
  const notice = document.getElementById('notice');
  if (notice === null) return;
  notice.textContent = 'This browser is too old for this page: it cannot decompress its script.';
  notice.hidden = false;
});
