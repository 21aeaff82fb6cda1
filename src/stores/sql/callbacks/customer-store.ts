import type { CustomerStore } from "../../store.js";
import type { StoreContext } from "../store-context.js";
import { countOpenOfCustomers, findCustomers, listCustomers } from "./customer-list.js";
import { listOfCustomers, listOfCustomersAtOnce } from "./customers.js";

export function createCustomerStore(context: StoreContext): CustomerStore {
  const { engine, db, cache, customerOf, run } = context;
  return {
    customerOf,
    listOfCustomers: (request) =>
      run(() =>
        engine.readTogether(
          (transaction) => listOfCustomers(transaction, request, context),
          (alone) => listOfCustomersAtOnce(alone, request, context),
        ),
      ),
    listCustomers: (request) =>
      run(() => engine.readTogether((transaction) => listCustomers(transaction, request, cache))),
    findCustomers: (hashes, sources) =>
      run(() => engine.readTogether((transaction) => findCustomers(transaction, hashes, sources, cache))),
    countOpenOfCustomers: (hashes, sources, now) => run(() => countOpenOfCustomers(db, hashes, sources, now)),
  };
}
