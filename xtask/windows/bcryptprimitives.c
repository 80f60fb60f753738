/* For tests under wine only: Rust's standard library asks this DLL for random bytes, and Debian's wine has
   none yet. advapi32 has had the same under another name since Windows XP. */
#include <stddef.h>

__declspec(dllimport) unsigned char __stdcall SystemFunction036(void *buffer, unsigned long length);

__declspec(dllexport) int __stdcall ProcessPrng(unsigned char *buffer, size_t length)
{
    return SystemFunction036(buffer, (unsigned long)length);
}
