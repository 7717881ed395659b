// Relay's store: keyed by the id alone, whatever the type.
//
// Its compiler is a program of a hundred megabytes. What it would make of our documents is made here: a tree of fields, with
// `__typename` and `id` wherever a type has them.
import { isAbstractType, isCompositeType, getNamedType, getNullableType, isListType, print, visit } from "graphql";
import { TypeInfo, typeFromAST, visitWithTypeInfo } from "graphql";
import relay from "relay-runtime";
import { ask, schema } from "./server.mjs";

const { Environment, Network, RecordSource, Store, createOperationDescriptor } = relay;

const named = (value) => ({ kind: "Field", name: { kind: "Name", value } });

// Adds what Relay needs to tell records apart.
const complete = (document) => {
  const info = new TypeInfo(schema);
  const enter = (node) => {
    const type = info.getParentType();
    if (!type || type === schema.getQueryType() || type === schema.getMutationType()) return undefined;
    const has = (name) => node.selections.some((it) => it.kind === "Field" && !it.alias && it.name.value === name);
    const needed = ["__typename", ...(type.getFields().id ? ["id"] : [])].filter((name) => !has(name));
    return { ...node, selections: [...needed.map(named), ...node.selections] };
  };
  return visit(document, visitWithTypeInfo(info, { SelectionSet: { enter } }));
};

const literal = (node) => {
  switch (node.kind) {
    case "IntValue":
      return Number(node.value);
    case "ListValue":
      return node.values.map(literal);
    case "ObjectValue":
      return Object.fromEntries(node.fields.map((field) => [field.name.value, literal(field.value)]));
    default:
      return node.value;
  }
};

const argument = ({ name, value }) =>
  value.kind === "Variable"
    ? { kind: "Variable", name: name.value, variableName: value.name.value }
    : { kind: "Literal", name: name.value, value: literal(value) };

const fields = (document, set, type) =>
  set.selections.flatMap((node) => {
    if (node.kind === "FragmentSpread") {
      const is = (it) => it.kind === "FragmentDefinition" && it.name.value === node.name.value;
      return fields(document, { selections: [{ ...document.definitions.find(is), kind: "InlineFragment" }] }, type);
    }
    if (node.kind === "InlineFragment") {
      const on = typeFromAST(schema, node.typeCondition);
      const selections = fields(document, node.selectionSet, on);
      if (on === type) return selections;
      if (isAbstractType(on)) throw new Error(`a fragment on ${on} in a document for Relay`);
      return [{ kind: "InlineFragment", type: on.name, abstractKey: null, selections }];
    }
    const name = node.name.value;
    const common = {
      alias: node.alias?.value ?? null,
      name,
      args: node.arguments?.length ? node.arguments.map(argument) : null,
      storageKey: null,
    };
    const returns = name === "__typename" ? null : type.getFields()[name].type;
    const of = returns && getNamedType(returns);
    if (!of || !isCompositeType(of)) return [{ kind: "ScalarField", ...common }];
    return [
      {
        kind: "LinkedField",
        ...common,
        concreteType: isAbstractType(of) ? null : of.name,
        plural: isListType(getNullableType(returns)),
        selections: fields(document, node.selectionSet, of),
      },
    ];
  });

const artifact = (document) => {
  const whole = complete(document);
  const [operation] = whole.definitions;
  const root = operation.operation === "query" ? schema.getQueryType() : schema.getMutationType();
  const selections = fields(whole, operation.selectionSet, root);
  const argumentDefinitions = (operation.variableDefinitions ?? []).map((it) => ({
    kind: "LocalArgument",
    name: it.variable.name.value,
    defaultValue: null,
  }));
  const name = operation.name.value;
  return {
    kind: "Request",
    fragment: { kind: "Fragment", name, type: root.name, metadata: null, abstractKey: null, argumentDefinitions, selections },
    operation: { kind: "Operation", name, argumentDefinitions, selections },
    params: { id: null, cacheID: name, metadata: {}, name, operationKind: operation.operation, text: print(whole) },
  };
};

export default () => {
  const network = Network.create(async (params, variables) => ({ data: await ask(params.text, variables) }));
  const environment = new Environment({ network, store: new Store(new RecordSource(), { gcReleaseBufferSize: 100 }) });
  const described = (document, variables) => createOperationDescriptor(artifact(document), variables);
  return {
    name: "Relay",
    async run(document, variables) {
      const operation = described(document, variables);
      environment.retain(operation);
      const isQuery = document.definitions[0].operation === "query";
      const execution = isQuery ? environment.execute({ operation }) : environment.executeMutation({ operation });
      const { data } = await execution.toPromise();
      return data;
    },
    async read(document, variables) {
      const { data, isMissingData } = environment.lookup(described(document, variables).fragment);
      if (isMissingData) throw new Error("the store lacks something of this document");
      return data;
    },
  };
};
