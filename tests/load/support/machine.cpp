#include "load/support/machine.hpp"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace relais::load {
namespace {

struct Stat {
    pid_t parent = 0;
    double own_s = 0;
    double children_s = 0;  // of those that ended and were waited for
};

std::string text_of(const std::string& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

/// proc(5): the fields behind the name, which may hold blanks and brackets.
Stat stat_of(pid_t process) {
    const std::string text = text_of("/proc/" + std::to_string(process) + "/stat");
    const std::size_t name_end = text.rfind(')');
    Stat stat;
    if (name_end == std::string::npos) return stat;
    std::istringstream fields(text.substr(name_end + 2));
    std::string state;
    double skipped = 0;
    double user = 0;
    double system = 0;
    double children_user = 0;
    double children_system = 0;
    fields >> state >> stat.parent;
    for (int field = 5; field <= 13; ++field) fields >> skipped;
    fields >> user >> system >> children_user >> children_system;
    const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
    stat.own_s = (user + system) / ticks;
    stat.children_s = (children_user + children_system) / ticks;
    return stat;
}

std::vector<pid_t> processes() {
    std::vector<pid_t> all;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        const std::string name = entry.path().filename();
        pid_t process = 0;
        const auto read = std::from_chars(name.data(), name.data() + name.size(), process);
        if (read.ec == std::errc{} && read.ptr == name.data() + name.size()) all.push_back(process);
    }
    return all;
}

}  // namespace

double cpu_of(pid_t process) { return stat_of(process).own_s; }

double cpu_of_tree(pid_t process) {
    if (process == 0) return 0;
    const Stat root = stat_of(process);
    double sum = root.own_s + root.children_s;
    for (const pid_t other : processes()) {
        const Stat stat = stat_of(other);
        if (stat.parent == process) sum += stat.own_s + stat.children_s;
    }
    return sum;
}

double memory_of(pid_t process) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    for (std::string line; std::getline(status, line);) {
        if (!line.starts_with("RssAnon:")) continue;
        return std::stod(line.substr(8)) * 1024;
    }
    return 0;
}

double load_of_machine() {
    std::ifstream file("/proc/loadavg");
    double load = 0;
    file >> load;
    return load;
}

void Usage::begin() {
    server_s_ = -cpu_of(server_);
    postgres_s_ = -cpu_of_tree(postgres_);
    generator_s_ = -cpu_of(::getpid());
}

void Usage::end() {
    server_s_ += cpu_of(server_);
    postgres_s_ += cpu_of_tree(postgres_);
    generator_s_ += cpu_of(::getpid());
}

}  // namespace relais::load
