/** A map whose latest key is found without a search: thousands ask for what belongs to one event, one after another. */
export class LatestWeakMap<Key extends WeakKey, Value> {
  private readonly values = new WeakMap<Key, Value>();
  private latestKey: Key | undefined;
  private latestValue: Value | undefined;

  get(key: Key): Value | undefined {
    return key === this.latestKey ? this.latestValue : this.values.get(key);
  }

  set(key: Key, value: Value): void {
    this.values.set(key, value);
    this.latestKey = key;
    this.latestValue = value;
  }
}
