//! The keys of attributes that declare no handler, for completion and hover in editors; those
//! of a handler are in the file of its kind. In rust-analyzer an expansion imports each key of
//! an attribute from this module, so the items here are completed, with their documentation.
//! Only rust-analyzer compiles this file.

/// A module for every attribute, a type for every key.
macro_rules! keys {
    ($($module:ident { $($key:ident $doc:literal)* })*) => {$(
        #[allow(non_camel_case_types)]
        pub mod $module {$(
            #[doc = $doc]
            pub struct $key;
        )*}
    )*};
}

keys! {
    app {
        domains "The folder that contains the plugins, one per file: `domains: \"src/domains\"`."
        crates "Crates of domains that are part of the application: `crates: [shop_orders]`."
        tools "The application's own tools: `tools: [tools::FileMailer]`."
        plugins "Plugins outside of `domains`, by the path of their module."
    }
    plugin {
        domain "The domain, if the folder does not name it: `domain = \"users\"`."
    }
    method {
        GET "Reads a resource, without side effects."
        POST "Creates a resource, or starts an action."
        PUT "Replaces a resource."
        PATCH "Changes parts of a resource."
        DELETE "Deletes a resource."
        HEAD "`GET` without the response body."
        OPTIONS "Describes the communication options of a resource."
    }
    ask {
        reply "The type of the answer, a `#[view]`: `reply = Price`."
    }
    config {
        prefix "The section of the configuration: `prefix = \"STRIPE\"`."
    }
    allow_blocking {
        reason "The reason why this function may block: `reason = \"…\"`."
    }
    serde_type {
        rename_all "The naming convention of the fields in JSON: `rename_all = \"camelCase\"`."
        tag "The JSON field with the name of the variant: `tag = \"type\"`."
        content "The JSON field with the data of the variant: `content = \"data\"`."
        untagged "The variant is not named in JSON."
        default "Missing fields take the values of the type's `Default`."
        deny_unknown_fields "Unknown fields are rejected."
    }
    serde_field {
        rename "The name of the field in JSON: `rename = \"type\"`."
        default "The value if the field is missing: `default`, or `default = \"a_function\"`."
        skip "The field is neither serialized nor deserialized."
        skip_serializing_if "Omits the field if this function returns true: `\"Option::is_none\"`."
    }
    validate {
        length "Limits the number of characters or elements: `length(min = 1, max = 100)`."
        range "Limits a number: `range(min = 1, max = 10)`."
        email "Must be an e-mail address."
        url "Must be a URL."
        ip "Must be an IP address."
        contains "Must contain this text: `contains(pattern = \"@\")`."
        does_not_contain "Must not contain this text: `does_not_contain(pattern = \" \")`."
        regex "Must match this regular expression: `regex(pattern = \"^[a-z]+$\")`."
        non_control_character "Must not contain control characters."
        must_match "Must be equal to this field: `must_match(other = \"password\")`."
        custom "Calls a validation function: `custom(function = check_it)`."
        nested "Validates the value by the rules of its own type."
    }
    rule_length {
        min "The minimum."
        max "The maximum."
        equal "The exact length."
        message "The error message if the rule is violated."
    }
    rule_range {
        min "The minimum."
        max "The maximum."
        exclusive_min "The exclusive minimum."
        exclusive_max "The exclusive maximum."
        message "The error message if the rule is violated."
    }
    rule_email { message "The error message if the rule is violated." }
    rule_url { message "The error message if the rule is violated." }
    rule_ip { message "The error message if the rule is violated." }
    rule_contains {
        pattern "The text to search for."
        message "The error message if the rule is violated."
    }
    rule_does_not_contain {
        pattern "The text to search for."
        message "The error message if the rule is violated."
    }
    rule_regex {
        pattern "The regular expression."
        message "The error message if the rule is violated."
    }
    rule_non_control_character { message "The error message if the rule is violated." }
    rule_must_match {
        other "The name of the other field."
        message "The error message if the rule is violated."
    }
    rule_custom {
        function "The path of the function."
        message "The error message if the rule is violated."
    }
    rule_nested { message "The error message if the rule is violated." }
}
