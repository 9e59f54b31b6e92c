/** @import { AuditError, Audited } from '../../report/report.ts' */
import { element, part, quoted, quotedList } from './elements.js';
import { growingList } from './growing-list.js';
import { counted, moment } from './text.js';

const ERRORS_AT_ONCE = 50;

/**
 * What was audited, when and by what.
 * @param {Audited} audited
 */
export function showAudited({ cluster, at, version, profiles, namespaces }) {
  document.title = `Fargate audit of ${isolated(cluster)}`;
  part('cluster').append(quoted(cluster));
  part('audited').append(
    fact('Audited', element('time', { datetime: at }, [moment(at)])),
    fact('Namespaces', ...(namespaces.length === 0 ? ['all'] : quotedList(namespaces))),
    fact('Profiles from', quoted(profiles)),
    fact('By', 'fargate-admission ', quoted(version)),
  );
}

/**
 * A title is text alone; a first strong isolate keeps directions in it as `bdi` does.
 * @param {string} text
 */
function isolated(text) {
  return `\u2068${text}\u2069`;
}

/**
 * @param {string} term
 * @param {...(Node | string)} description
 */
function fact(term, ...description) {
  return element('div', {}, [element('dt', {}, [term]), element('dd', {}, description)]);
}

/**
 * What could not be read comes first: nobody is to take a part for the whole.
 * @param {readonly AuditError[]} errors
 */
export function showErrors(errors) {
  if (errors.length === 0) return;
  const section = part('errors');
  const list = element('ul', { class: 'errors' });
  const growing = growingList({ container: list, build: errorItem, step: ERRORS_AT_ONCE });
  section.append(
    element('h2', { id: 'errors-title' }, ['Not everything could be read']),
    element('p', {}, [`${counted(errors.length, 'error')}: all figures below are without what these name.`]),
    list,
    growing.more,
  );
  growing.show(errors);
  section.hidden = false;
}

/** @param {AuditError} error */
function errorItem({ namespace, resource, reason }) {
  const place = namespace === undefined ? [] : [' of namespace ', quoted(namespace)];
  return element('li', {}, [element('strong', {}, [quoted(resource), ...place]), ': ', quoted(reason)]);
}
