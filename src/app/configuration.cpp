#include "app/configuration.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <functional>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <unistd.h>

#include <toml++/toml.h>

#include "relais/edge/address.hpp"
#include "relais/edge/origin_check.hpp"

#include "app/configuration_file.hpp"
#include "pg/address.hpp"

namespace relais {
namespace {

/// Takes a value as text; returns what is accepted when it is not acceptable, nothing when it was taken.
using Take = std::function<std::string(Configuration&, const std::string&)>;

struct Key {
    const char* name;  // "server.listen"
    enum class Kind : std::uint8_t { text, number, list } kind;
    Take take;
    bool secret = false;  // may hold a password: a refused value is not repeated
};

std::string take_endpoint(Endpoint& endpoint, const std::string& text) {
    auto parsed = parse_endpoint(text);
    if (!parsed) return parsed.error().text;
    endpoint = parsed.value();
    return {};
}

std::string take_origin(Configuration& configuration, const std::string& text) {
    const auto normal = edge::normal_origin(text);
    if (!text.empty() && !normal) return "an origin such as \"https://chat.example.com\", without a path";
    if (normal && *normal != text) return "an origin as browsers write it: \"" + *normal + "\"";
    configuration.public_origin = text;
    return {};
}

std::string take_proxies(Configuration& configuration, const std::string& text) {
    std::vector<std::string> list;
    std::istringstream words(text);
    for (std::string word; std::getline(words, word, ',');) list.push_back(word);
    try {
        const edge::TrustedProxies checked(list);
    } catch (const std::invalid_argument& wrong) {
        return std::string{"addresses or networks such as \"10.0.0.0/8\" ("} + wrong.what() + ")";
    }
    configuration.trusted_proxies = std::move(list);
    return {};
}

std::string take_number(std::uint32_t& number, const std::string& text, std::uint32_t least, std::uint32_t most) {
    const std::string accepted = "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    if (text.empty() || text.size() > 9 || text.find_first_not_of("0123456789") != std::string::npos) return accepted;
    const auto value = static_cast<std::uint32_t>(std::stoul(text));
    if (value < least || value > most) return accepted;
    number = value;
    return {};
}

std::string take_url(Configuration& configuration, const std::string& text) {
    if (!pg::shown_address(text))
        return "a libpq address such as \"postgresql://user@host/database\", a password in it with %2F for / and %40 "
               "for "
               "@, or nothing for the embedded PostgreSQL";
    configuration.database_url = text;
    return {};
}

std::string take_directory(std::string& directory, const std::string& text) {
    if (!text.empty() && text.front() != '/') return "an absolute path";
    directory = text;
    return {};
}

const std::vector<Key>& keys() {
    using Kind = Key::Kind;
    static const std::vector<Key> all{
        {"server.listen", Kind::text,
         [](Configuration& c, const std::string& text) { return take_endpoint(c.listen, text); }},
        {"server.operations", Kind::text,
         [](Configuration& c, const std::string& text) {
             Endpoint endpoint;
             const std::string wrong = take_endpoint(endpoint, text);
             if (!wrong.empty()) return wrong;
             const auto address = edge::parse_address(endpoint.address);
             if (!address || !address->is_loopback())
                 return std::string{"a loopback address and a port, such as \"127.0.0.1:8081\""};
             c.operations = endpoint;
             return std::string{};
         }},
        {"server.public_origin", Kind::text, take_origin},
        {"server.trusted_proxies", Kind::list, take_proxies},
        {"server.sockets_max", Kind::number,
         [](Configuration& c, const std::string& text) { return take_number(c.sockets_max, text, 16, 1'000'000); }},
        {"sign_in.idle_minutes", Kind::number,
         [](Configuration& c, const std::string& text) { return take_number(c.idle_minutes, text, 5, 10'080); }},
        {"sign_in.hours_max", Kind::number,
         [](Configuration& c, const std::string& text) { return take_number(c.hours_max, text, 1, 720); }},
        {"limits.sockets_per_address", Kind::number,
         [](Configuration& c, const std::string& text) {
             return take_number(c.sockets_per_address, text, 1, 100'000);
         }},
        {"limits.handshakes_per_address", Kind::number,
         [](Configuration& c, const std::string& text) {
             return take_number(c.handshakes_per_address, text, 1, 10'000);
         }},
        {"limits.commands_under_way", Kind::number,
         [](Configuration& c, const std::string& text) {
             return take_number(c.commands_under_way, text, 16, 1'000'000);
         }},
        {"database.url", Kind::text, take_url, true},
        {"storage.directory", Kind::text,
         [](Configuration& c, const std::string& text) { return take_directory(c.directory, text); }},
        {"storage.user", Kind::text,
         [](Configuration& c, const std::string& text) {
             if (text.empty() || text == "root" || text.size() > 32)
                 return std::string{"the name of an unprivileged system user"};
             c.user = text;
             return std::string{};
         }},
        {"web.directory", Kind::text,
         [](Configuration& c, const std::string& text) { return take_directory(c.web_directory, text); }},
        {"log.level", Kind::text,
         [](Configuration& c, const std::string& text) {
             static constexpr std::array levels{"debug", "info", "warning", "error"};
             if (std::find(levels.begin(), levels.end(), text) == levels.end())
                 return std::string{"debug, info, warning or error"};
             c.log_level = text;
             return std::string{};
         }},
    };
    return all;
}

constexpr const char* wrong_kind = " is not acceptable: it takes ";

/// `name`: of the key or of its variable.
ConfigurationError wrong(const Key& key, const std::string& name, const std::string& written,
                         const std::string& accepted) {
    return {name + (key.secret ? "" : " = " + written) + wrong_kind + accepted};
}

/// Gives the value to its key. What begins a line or an escape is in no value of ours, and U+0000 would end one early.
std::optional<ConfigurationError> take_text(Configuration& configuration, const Key& key, const std::string& name,
                                            const std::string& text) {
    const bool controls = std::ranges::any_of(text, [](unsigned char byte) { return byte < 0x20 || byte == 0x7F; });
    const std::string accepted = controls ? "one line without control characters" : key.take(configuration, text);
    if (accepted.empty()) return std::nullopt;
    return wrong(key, name, "\"" + text + "\"", accepted);
}

const char* kind_of(Key::Kind kind) {
    switch (kind) {
        case Key::Kind::text: return "text in quotes";
        case Key::Kind::number: return "a whole number";
        case Key::Kind::list: return "a list of texts";
    }
    return "";
}

/// The value as text; nothing when it is of another kind.
std::optional<std::string> text_of(const toml::node& node, Key::Kind kind) {
    if (kind == Key::Kind::text && node.is_string()) return node.as_string()->get();
    if (kind == Key::Kind::number && node.is_integer()) return std::to_string(node.as_integer()->get());
    if (kind != Key::Kind::list || !node.is_array()) return std::nullopt;
    std::string joined;
    for (const auto& item : *node.as_array()) {
        if (!item.is_string()) return std::nullopt;
        joined += (joined.empty() ? "" : ",") + item.as_string()->get();
    }
    return joined;
}

std::string as_written(const toml::node& node) {
    std::ostringstream out;
    node.visit([&](const auto& value) { out << value; });
    return out.str();
}

const Key* find_key(const std::string& name) {
    for (const Key& key : keys()) {
        if (name == key.name) return &key;
    }
    return nullptr;
}

std::string names_in(const std::string& section) {
    std::string names;
    for (const Key& key : keys()) {
        const std::string name = key.name;
        if (section.empty() || name.starts_with(section + ".")) names += (names.empty() ? "" : ", ") + name;
    }
    return names;
}

std::optional<ConfigurationError> take_section(Configuration& configuration, const std::string& section,
                                               const toml::table& table) {
    for (const auto& [word, node] : table) {
        const std::string name = section + "." + std::string{word.str()};
        const Key* key = find_key(name);
        if (!key) return ConfigurationError{name + " is not a key: there are " + names_in(section)};
        const auto text = text_of(node, key->kind);
        if (!text) return wrong(*key, name, as_written(node), kind_of(key->kind));
        if (auto error = take_text(configuration, *key, name, *text)) return error;
    }
    return std::nullopt;
}

std::optional<ConfigurationError> take_file(Configuration& configuration, const std::string& path) {
    const auto text = read_configuration(path);
    if (!text) return text.error();
    try {
        const toml::table file = toml::parse(text.value(), path);
        for (const auto& [word, node] : file) {
            const std::string section{word.str()};
            if (!node.is_table() || names_in(section).empty())
                return ConfigurationError{section + " is not a section: there are " + names_in("")};
            if (auto error = take_section(configuration, section, *node.as_table())) return error;
        }
    } catch (const toml::parse_error& error) {
        std::ostringstream text;
        text << path << ", line " << error.source().begin.line << ": " << error.description();
        return ConfigurationError{text.str()};
    }
    return std::nullopt;
}

/// RELAIS_SERVER_LISTEN of "server.listen".
std::string variable_of(const std::string& key) {
    std::string name = "RELAIS_" + key;
    for (char& letter : name)
        letter = letter == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    return name;
}

/// A misspelt variable must not be passed over in silence. Those outside of our sections are somebody else's, and the
/// image's start script has one that is no key.
std::optional<ConfigurationError> find_strange_variable() {
    std::set<std::string> known{"RELAIS_DATABASE_PASSWORD_FILE"};
    std::set<std::string> sections;
    for (const Key& key : keys()) {
        const std::string name = key.name;
        known.insert(variable_of(name));
        sections.insert(variable_of(name.substr(0, name.find('.') + 1)));
    }
    for (char** variable = environ; *variable != nullptr; ++variable) {
        const std::string text = *variable;
        const std::string name = text.substr(0, text.find('='));
        for (const std::string& section : sections) {
            if (!name.starts_with(section) || known.contains(name)) continue;
            std::string there;
            for (const std::string& one : known) {
                if (one.starts_with(section)) there += (there.empty() ? "" : ", ") + one;
            }
            return ConfigurationError{"the variable " + name + " is not a key: there are " + there};
        }
    }
    return std::nullopt;
}

std::optional<ConfigurationError> take_environment(Configuration& configuration) {
    for (const Key& key : keys()) {
        const std::string name = variable_of(key.name);
        const char* value = std::getenv(name.c_str());
        if (!value) continue;
        if (auto error = take_text(configuration, key, name, value)) return error;
    }
    return find_strange_variable();
}

}  // namespace

Result<Endpoint, ConfigurationError> parse_endpoint(const std::string& text) {
    const ConfigurationError accepted{"an address and a port, such as \"127.0.0.1:8080\" or \"[::1]:8080\""};
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos) return accepted;
    std::string address = text.substr(0, colon);
    if (address.size() > 2 && address.front() == '[' && address.back() == ']')
        address = address.substr(1, address.size() - 2);
    else if (address.find(':') != std::string::npos)
        return accepted;
    std::uint32_t port = 0;
    if (!edge::parse_address(address) || !take_number(port, text.substr(colon + 1), 0, 65535).empty()) return accepted;
    return Endpoint{address, static_cast<std::uint16_t>(port)};
}

Result<Configuration, ConfigurationError> load_configuration(const std::string& path) {
    Configuration configuration;
    if (!path.empty()) {
        if (auto error = take_file(configuration, path)) return *std::move(error);
    }
    if (auto error = take_environment(configuration)) return *std::move(error);
    return configuration;
}

std::string describe(const Configuration& configuration) {
    std::string proxies;
    for (const std::string& proxy : configuration.trusted_proxies)
        proxies += (proxies.empty() ? "\"" : ", \"") + proxy + "\"";
    std::ostringstream out;
    out << "server.listen = \"" << configuration.listen.address << ":" << configuration.listen.port << "\"\n"
        << "server.operations = \"" << configuration.operations.address << ":" << configuration.operations.port
        << "\"\n"
        << "server.public_origin = \"" << configuration.public_origin << "\"\n"
        << "server.trusted_proxies = [" << proxies << "]\n"
        << "server.sockets_max = " << configuration.sockets_max << "\n"
        << "sign_in.idle_minutes = " << configuration.idle_minutes << "\n"
        << "sign_in.hours_max = " << configuration.hours_max << "\n"
        << "limits.sockets_per_address = " << configuration.sockets_per_address << "\n"
        << "limits.handshakes_per_address = " << configuration.handshakes_per_address << "\n"
        << "limits.commands_under_way = " << configuration.commands_under_way << "\n"
        << "database.url = \"" << pg::shown_address(configuration.database_url).value_or("***") << "\"\n"
        << "storage.directory = \"" << configuration.directory << "\"\n"
        << "storage.user = \"" << configuration.user << "\"\n"
        << "web.directory = \"" << configuration.web_directory << "\"\n"
        << "log.level = \"" << configuration.log_level << "\"\n";
    return out.str();
}

}  // namespace relais
