package dev.jibe.server.registry.table;

import dev.jibe.object.JsonMap;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The columns of what is about who may do what. */
final class AccessColumns {

    private static final String SIGNER = """
            Requested signer for the request. It is a qualified name in the form: `scope-hostname.io/name`. If empty, it will be defaulted:
             1. If it's a kubelet client certificate, it is assigned
                "kubernetes.io/kube-apiserver-client-kubelet".
             2. If it's a kubelet serving certificate, it is assigned
                "kubernetes.io/kubelet-serving".
             3. Otherwise, it is assigned "kubernetes.io/legacy-unknown".
            Distribution of trust for signers happens out of band. You can select on this field using `spec.signerName`.""";

    private AccessColumns() {}

    static ColumnList roleBindings(ColumnList list) {
        return bindings(
                list,
                "RoleRef can reference a Role in the current namespace or a ClusterRole in the global namespace. If the"
                        + " RoleRef cannot be resolved, the Authorizer must return an error.",
                "roleBinding");
    }

    static ColumnList clusterRoleBindings(ColumnList list) {
        return bindings(
                list,
                "RoleRef can only reference a ClusterRole in the global namespace. If the RoleRef cannot be resolved, the"
                        + " Authorizer must return an error.",
                "clusterRoleBinding");
    }

    private static ColumnList bindings(ColumnList list, String about, String kind) {
        return list.name()
                .text(
                        "Role",
                        "string",
                        about,
                        o -> o.map("roleRef").string("kind")
                                + "/"
                                + o.map("roleRef").string("name"))
                .age()
                .wideText("Users", "Users in the " + kind, subjects("User"))
                .wideText("Groups", "Groups in the " + kind, subjects("Group"))
                .wideText("ServiceAccounts", "ServiceAccounts in the " + kind, subjects("ServiceAccount"));
    }

    private static Function<JsonMap, Object> subjects(String kind) {
        return binding -> binding.list("subjects")
                .maps()
                .filter(subject -> subject.string("kind").equals(kind))
                .map(subject -> kind.equals("ServiceAccount")
                        ? subject.string("namespace") + "/" + subject.string("name")
                        : subject.string("name"))
                .collect(Collectors.joining(", "));
    }

    static ColumnList signingRequests(ColumnList list) {
        return list.name()
                .age()
                .text(
                        "SignerName",
                        "string",
                        SIGNER,
                        o -> Cells.or(o.map("spec").string("signerName"), Cells.NONE))
                .text(
                        "Requestor",
                        "string",
                        "Base64-encoded PKCS#10 CSR data",
                        o -> o.map("spec").string("username"))
                .field(
                        "RequestedDuration",
                        "string",
                        "spec.expirationSeconds",
                        o -> o.map("spec").has("expirationSeconds")
                                ? HumanDuration.of(
                                        Duration.ofSeconds(o.map("spec").number("expirationSeconds")))
                                : Cells.NONE)
                .text(
                        "Condition",
                        "string",
                        "Conditions applied to the request, such as approval or denial.",
                        AccessColumns::condition);
    }

    private static String condition(JsonMap request) {
        var types = request.map("status")
                .list("conditions")
                .maps()
                .map(c -> c.string("type"))
                .toList();
        var words = types.contains("Denied") ? "Denied" : types.contains("Approved") ? "Approved" : "Pending";
        words = types.contains("Failed") ? words + ",Failed" : words;
        return request.map("status").string("certificate").isEmpty() ? words : words + ",Issued";
    }

    static ColumnList webhooks(ColumnList list) {
        return list.name()
                .text(
                        "Webhooks",
                        "integer",
                        "Webhooks indicates the number of webhooks registered in this configuration",
                        o -> (long) o.list("webhooks").size())
                .age();
    }

    static ColumnList policies(ColumnList list, String name, String about, String key) {
        return list.name()
                .text(name, "integer", about, o ->
                        (long) o.map("spec").list(key).size())
                .text(
                        "ParamKind",
                        "string",
                        "ParamKind specifies the kind of resources used to parameterize this policy",
                        o -> {
                            var kind = o.map("spec").map("paramKind");
                            return kind.isEmpty() ? Cells.UNSET : kind.string("apiVersion") + "/" + kind.string("kind");
                        })
                .age();
    }

    static ColumnList policyBindings(ColumnList list) {
        return list.name()
                .text(
                        "PolicyName",
                        "string",
                        "PolicyName indicates the policy definition which the policy binding binded to",
                        o -> o.map("spec").string("policyName"))
                .text(
                        "ParamRef",
                        "string",
                        "ParamRef indicates the param resource which sets the configuration param",
                        o -> parameter(o.map("spec").map("paramRef")))
                .age();
    }

    private static String parameter(JsonMap reference) {
        var namespace = reference.string("namespace");
        var name = reference.string("name");
        if (!name.isEmpty()) {
            return Cells.or(namespace, "*") + "/" + name;
        }
        return reference.has("selector") ? goText(reference.map("selector")) : Cells.UNSET;
    }

    /** A selector as Go prints the structure, which is what upstream shows here. */
    private static String goText(JsonMap selector) {
        var labels = selector.map("matchLabels").strings().entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue() + ",")
                .collect(Collectors.joining());
        var expressions = selector.list("matchExpressions")
                .maps()
                .map(e -> "LabelSelectorRequirement{Key:" + e.string("key") + ",Operator:" + e.string("operator")
                        + ",Values:["
                        + e.list("values").strings().collect(Collectors.joining(" "))
                        + "],},")
                .collect(Collectors.joining());
        return "&LabelSelector{MatchLabels:map[string]string{" + labels
                + "},MatchExpressions:[]LabelSelectorRequirement{" + expressions + "},}";
    }
}
