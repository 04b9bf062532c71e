/** A page that is kept while another is open: what it shows is read anew when somebody comes back to it. */
import { onActivated } from 'vue';

export function whenBack(reload: () => unknown): void {
  let seen = false;
  onActivated(() => {
    if (seen) void reload();
    seen = true;
  });
}
