<?php
/**
 * A must-use plug-in of the tests: fictional users with application passwords, over plain HTTP on loopback.
 */

add_filter('wp_is_application_passwords_available', '__return_true');
// The tests say many things at once from one address.
remove_all_filters('check_comment_flood');
add_filter('wp_is_comment_flood', '__return_false', 99);
add_filter('pre_http_request', fn() => new WP_Error('offline', 'Nothing is called from here.'));

add_action('init', function () {
    if (get_option('bedside_users')) {
        return;
    }
    $users = [];
    foreach (['riverbend' => 'editor', 'reader' => 'subscriber', 'writer' => 'author'] as $name => $role) {
        $id = wp_insert_user([
            'user_login' => $name, 'user_pass' => wp_generate_password(), 'user_email' => "$name@example.org",
            'role' => $role, 'display_name' => ucfirst($name),
        ]);
        [$password] = WP_Application_Passwords::create_new_application_password($id, ['name' => 'Bedside']);
        $users[$name] = ['id' => $id, 'password' => $password];
    }
    update_option('bedside_users', 1);
    update_option('comment_moderation', 0);
    update_option('comment_previously_approved', 0);
    update_option('permalink_structure', '/%postname%/');
    flush_rewrite_rules();
    file_put_contents(WP_CONTENT_DIR . '/bedside.json', json_encode($users));
}, 99);
