/** Every door of the service that is built: the modules' routes, and what is mounted beside them. */
import type { Route } from '../../../services/core/module.ts';
import type { World } from '../../kit/world.ts';

/** For people; the machines' are tried in services/operations/api-clients. */
export const routesOf = ({ hospital }: World): Route[] => hospital.service.modules.flatMap(({ routes }) => [...(routes ?? [])]).filter(({ machine, forScreens }) => machine === undefined && forScreens !== true);

export const nameOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`;

interface Mounted {
  readonly router?: { readonly stack: readonly { readonly path: unknown; readonly methods: readonly string[] }[] };
}

/** What the routers of the http server answer to: `GET /healthz`. A door for all methods is `ALL`. */
export function mountedDoors({ hospital }: World): string[] {
  const layers = hospital.http.middleware.flatMap((each) => (each as Mounted).router?.stack ?? []);
  return layers.flatMap(({ path, methods }) => {
    const real = methods.filter((method) => method !== 'HEAD');
    return real.length > 5 ? [`ALL ${String(path)}`] : real.map((method) => `${method} ${String(path)}`);
  });
}

/** The address with its parameters, and the rest of the input. */
export function addressed({ path }: Pick<Route, 'path'>, input: Readonly<Record<string, unknown>>): { path: string; rest: Record<string, unknown> } {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const filled = names.reduce((text, name) => text.replace(`:${name}`, encodeURIComponent(String(input[name]))), path);
  return { path: filled, rest: Object.fromEntries(Object.entries(input).filter(([key]) => !names.includes(key))) };
}
