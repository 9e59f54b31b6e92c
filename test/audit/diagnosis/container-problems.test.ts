import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { containerFix, containerProblems } from '../../../src/audit/diagnosis/container-problems.ts';
import { Field } from '../../../src/documents/field.ts';

function problemsOf(...containerStatuses: readonly object[]) {
  return containerProblems(new Field({ status: { containerStatuses } }));
}

describe('a container', () => {
  test('that runs and is ready has no problem', () => {
    assert.deepEqual(problemsOf({ name: 'main', ready: true, state: { running: {} } }), []);
  });

  test('that is being created has no problem', () => {
    assert.deepEqual(problemsOf({ name: 'main', state: { waiting: { reason: 'ContainerCreating' } } }), []);
  });

  test('that has ended well has no problem', () => {
    assert.deepEqual(problemsOf({ name: 'main', state: { terminated: { exitCode: 0, reason: 'Completed' } } }), []);
  });

  test('whose image cannot be pulled waits for it', () => {
    const waiting = { reason: 'ImagePullBackOff', message: 'Back-off pulling image "example.com/none"' };
    assert.deepEqual(problemsOf({ name: 'main', state: { waiting } }), [
      { container: 'main', ...waiting, restarts: 0 },
    ]);
  });

  test('that ended for lack of memory says so while it waits for its next start', () => {
    const status = {
      name: 'main',
      restartCount: 4,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } },
    };
    const message = 'it last ended with exit code 137';
    assert.deepEqual(problemsOf(status), [{ container: 'main', reason: 'OOMKilled', message, restarts: 4 }]);
  });

  test('that runs and is not ready waits for its probe', () => {
    const [problem] = problemsOf({ name: 'main', ready: false, state: { running: {} } });
    assert.equal(problem?.reason, 'NotReady');
  });

  test('for initialization need not be ready', () => {
    const initContainerStatuses = [{ name: 'setup', ready: false, state: { running: {} } }];
    assert.deepEqual(containerProblems(new Field({ status: { initContainerStatuses } })), []);
  });

  for (const [reason, fix] of [
    ['ErrImagePull', /^correct the image of container main/],
    ['OOMKilled', /^raise the memory request and limit of container main/],
    ['CrashLoopBackOff', /kubectl logs web-0 -n shop -c main --previous$/],
    ['CreateContainerError', /kubectl describe pod web-0 -n shop$/],
  ] as const) {
    test(`with ${reason} has a fix of its own`, () => {
      const problem = { container: 'main', reason, message: '', restarts: 0 };
      assert.match(containerFix(problem, 'web-0', 'shop'), fix);
    });
  }
});
