// Entry of the program; the composition root is src/app.
#include <cstdio>

int main() {
    std::fputs("relais: the daemon is not in this tree yet\n", stderr);
    return 2;
}
