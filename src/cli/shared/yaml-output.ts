import { toYaml } from '../../documents/text/yaml-text.ts';
import { printableYamlText } from './terminal-text.ts';

/** Like {@link printableJson}. A file of its own, since it loads the YAML library. */
export function printableYaml(value: unknown): string {
  return printableYamlText(toYaml(value));
}
