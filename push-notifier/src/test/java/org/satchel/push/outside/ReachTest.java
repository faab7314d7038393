// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {
    private static final Reach PUBLIC = new Reach(Reach.Hosts.PUBLIC, Set.of("http://127.0.0.1:8081"), List.of());

    private static boolean admits(Reach reach, String url, String address) {
        return reach.admits(reach.place(url).orElseThrow(), InetAddress.ofLiteral(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://client.example.net/cb",
                "https://client.example.net:8443/cb?x=1",
                "HTTPS://Client.Example.NET",
                "http://127.0.0.1:8081/listed"
            })
    void any_https_host_can_be_named_where_the_operator_says_so(String url) {
        assertThat(PUBLIC.place(url)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://client.example.net/cb",
                "https://user@client.example.net/cb",
                "https://@client.example.net/cb",
                "https://203.0.113.7/cb",
                "https://8.8.8.8/cb",
                "https://127.1/cb",
                "https://2130706433/cb",
                "https://0x7f000001/cb",
                "https://[::1]/cb",
                "https://[2606:4700::1111]/cb",
                "https://client.example.net:70000/cb",
                "ftp://client.example.net/",
                "https:client.example.net",
                "https:///cb",
                "https://client.example.net/a b",
                "https://client.example.net/\r\nX: y"
            })
    void clear_text_users_and_bare_addresses_never(String url) {
        assertThat(PUBLIC.place(url)).isEmpty();
    }

    @Test
    void a_url_has_a_length() {
        assertThat(PUBLIC.place("https://client.example.net/" + "a".repeat(2_000)))
                .isPresent();
        assertThat(PUBLIC.place("https://client.example.net/" + "a".repeat(3_000)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "100.63.255.255", "172.32.0.1", "198.20.0.1", "2606:4700::1111", "2a00:1450::1"})
    void a_public_address_is_admitted(String address) {
        assertThat(admits(PUBLIC, "https://client.example.net/", address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "192.0.0.8",
                "198.18.0.1",
                "198.19.255.255",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "::10.0.0.1",
                "64:ff9b::a00:1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:a00:1::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void an_address_that_is_near_us_or_nobodys_is_not(String address) {
        assertThat(admits(PUBLIC, "https://client.example.net/", address)).isFalse();
    }

    @Test
    void a_network_of_the_operator_is_admitted_and_nothing_beside_it() {
        var reach = new Reach(
                Reach.Hosts.LISTED,
                Set.of("client.example.net"),
                List.of(Network.parse("10.1.0.0/16"), Network.parse("fd00::/8")));
        assertThat(admits(reach, "https://client.example.net/", "10.1.255.255")).isTrue();
        assertThat(admits(reach, "https://client.example.net/", "fd12::1")).isTrue();
        assertThat(admits(reach, "https://client.example.net/", "10.2.0.0")).isFalse();
        assertThat(admits(reach, "https://client.example.net/", "127.0.0.1")).isFalse();
        assertThat(reach.place("https://other.example.net/")).isEmpty();
    }

    @Test
    void a_listed_name_has_to_lead_outside_but_a_listed_address_is_taken_as_it_is() {
        var reach = Reach.listed(Set.of("http://127.0.0.1:8081", "http://inner.example.net:80"));
        assertThat(admits(reach, "http://127.0.0.1:8081/", "127.0.0.1")).isTrue();
        assertThat(admits(reach, "http://inner.example.net:80/", "127.0.0.1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "host.example.net/8", "::/129", "/8"})
    void what_is_no_network_is_refused(String text) {
        assertThatThrownBy(() -> Network.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is no network");
    }

    @Test
    void an_origin_has_its_port_only_when_it_is_not_that_of_the_scheme() {
        assertThat(PUBLIC.place("HTTPS://Client.Example.net:443/x")
                        .orElseThrow()
                        .origin())
                .isEqualTo("https://client.example.net");
        assertThat(PUBLIC.place("https://client.example.net:8443").orElseThrow().origin())
                .isEqualTo("https://client.example.net:8443");
    }
}
