/**
 * What a system or an editor leaves beside our files: hidden ones, among them the `._sign.ts` that a Mac writes onto foreign disks
 * (AppleDouble), and what begins with an underscore.
 */
export const isLeftBeside = (name: string): boolean => /^[._]/u.test(name);
