/** Done at once, or after a person has read what is said of it. */
import { ElMessageBox } from 'element-plus';
import { h } from 'vue';
import type { Done } from '../../../../services/operations/duty-roster/schema.ts';

/** `false`: the person thought better of it. */
export async function whenSure(act: (confirmed: boolean) => Promise<Done>, label: string): Promise<boolean> {
  const first = await act(false);
  if (first.saved) return true;
  const words = h('ul', { class: 'duty-warnings' }, first.warnings.map((each) => h('li', each)));
  const sure = await ElMessageBox.confirm(words, '请核对', { confirmButtonText: label, cancelButtonText: '先不办' }).catch(() => undefined);
  return sure !== undefined && (await act(true)).saved;
}

/** What cannot be taken back is said first, with whose and when it is. */
export async function sure(words: string, label: string): Promise<boolean> {
  return (await ElMessageBox.confirm(words, label, { confirmButtonText: label, cancelButtonText: '先不办' }).catch(() => undefined)) !== undefined;
}
