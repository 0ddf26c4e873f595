// Loaded before the bot: from the moment it is worked on, one message ends the process, as one that hangs it does by the watchdog.
const DEADLY = '/登记 这一条会让程序停住';
const { replace } = String.prototype;
// oxlint-disable-next-line no-extend-native -- any work on the text begins with this
String.prototype.replace = function watched(...args) {
  if (String(this) === DEADLY) process.kill(process.pid, 'SIGKILL');
  return Reflect.apply(replace, this, args);
};
