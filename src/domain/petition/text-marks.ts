/** What stands where a phone number, an identity number or a name was lifted out of the text. */
export const MARKS = { phone: '[#phone]', identity: '[#id]', name: '[#name]' };
