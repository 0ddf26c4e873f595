export * from './schema/org.ts';
export * from './schema/petition.ts';
export * from './schema/traffic.ts';
