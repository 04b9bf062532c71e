/** The real rows as messages: the demonstration's own reading of them. */
export * from '../../services/demo/real-results.ts';
