import type { CustomerStore } from "../../store.js";
import type { StoreContext } from "../store-context.js";
import { countOpenOfCustomers, findCustomers, listCustomers } from "./customer-list.js";
import { listOfCustomers, listOfCustomersAtOnce } from "./customers.js";

export function createCustomerStore(context: StoreContext): CustomerStore {
  const { cache, customerOf, run, readAnywhere } = context;
  return {
    customerOf,
    listOfCustomers: (request) =>
      run(() =>
        readAnywhere((from) =>
          from.readTogether(
            (transaction) => listOfCustomers(transaction, request, context),
            (alone) => listOfCustomersAtOnce(alone, request, context),
          ),
        ),
      ),
    listCustomers: (request) =>
      run(() => readAnywhere((from) => from.readTogether((transaction) => listCustomers(transaction, request, cache)))),
    findCustomers: (hashes, sources) =>
      run(() =>
        readAnywhere((from) => from.readTogether((transaction) => findCustomers(transaction, hashes, sources, cache))),
      ),
    countOpenOfCustomers: (hashes, sources, now) =>
      run(() => readAnywhere((from) => countOpenOfCustomers(from.db, hashes, sources, now))),
  };
}
