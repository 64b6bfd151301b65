//! The keys of the attributes that make no handler, for editors; those of a handler are in
//! the file of its kind. In rust-analyzer an expansion imports each key that is written from
//! here, so what is here is offered there, with this documentation. Nothing else compiles
//! this file.

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
        domains "The folder whose files are the plugins: `domains: \"src/domains\"`."
        crates "Crates of domains that the application runs: `crates: [shop_orders]`."
        tools "The application's own tools: `tools: [tools::FileMailer]`."
        plugins "Plugins that are elsewhere, by the path of their module."
    }
    plugin {
        domain "The domain, where the folder does not name it: `domain = \"users\"`."
    }
    method {
        GET "Reads, and changes nothing."
        POST "Creates something, or starts something."
        PUT "Replaces something as a whole."
        PATCH "Changes a part of something."
        DELETE "Removes something."
        HEAD "A `GET` without its body."
        OPTIONS "Says what a client may do."
    }
    ask {
        reply "What the answer is read as, a `#[view]`: `reply = Price`."
    }
    config {
        prefix "The section of the settings: `prefix = \"STRIPE\"`."
    }
    allow_blocking {
        reason "Why it may block: `reason = \"…\"`."
    }
    serde_type {
        rename_all "How the fields are named in JSON: `rename_all = \"camelCase\"`."
        tag "The field that names the variant: `tag = \"type\"`."
        content "The field that holds the variant's data: `content = \"data\"`."
        untagged "No name of the variant in JSON."
        default "Fields that are absent are those of the type's default."
        deny_unknown_fields "A field that is not declared is refused."
    }
    serde_field {
        rename "Its name in JSON: `rename = \"type\"`."
        default "What it is where it is absent: `default`, or `default = \"a_function\"`."
        skip "Not in JSON."
        skip_serializing_if "Absent where this function says so: `\"Option::is_none\"`."
    }
    validate {
        length "How many characters or elements: `length(min = 1, max = 100)`."
        range "How great a number: `range(min = 1, max = 10)`."
        email "An e-mail address."
        url "A URL."
        ip "An IP address."
        contains "A text that must be in it: `contains(pattern = \"@\")`."
        does_not_contain "A text that must not be in it: `does_not_contain(pattern = \" \")`."
        regex "A regular expression that must match: `regex(pattern = \"^[a-z]+$\")`."
        non_control_character "No control characters."
        must_match "A field that must be equal: `must_match(other = \"password\")`."
        custom "A function that decides: `custom(function = check_it)`."
        nested "The rules of the value's own type."
    }
    rule_length {
        min "At least."
        max "At most."
        equal "Exactly."
        message "What is said where it is broken."
    }
    rule_range {
        min "At least."
        max "At most."
        exclusive_min "Greater than."
        exclusive_max "Less than."
        message "What is said where it is broken."
    }
    rule_email { message "What is said where it is broken." }
    rule_url { message "What is said where it is broken." }
    rule_ip { message "What is said where it is broken." }
    rule_contains {
        pattern "The text."
        message "What is said where it is broken."
    }
    rule_does_not_contain {
        pattern "The text."
        message "What is said where it is broken."
    }
    rule_regex {
        pattern "The regular expression."
        message "What is said where it is broken."
    }
    rule_non_control_character { message "What is said where it is broken." }
    rule_must_match {
        other "The field, as a text."
        message "What is said where it is broken."
    }
    rule_custom {
        function "The path of the function."
        message "What is said where it is broken."
    }
    rule_nested { message "What is said where it is broken." }
}
