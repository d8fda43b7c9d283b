using System.Runtime.InteropServices;

namespace Dialtone.Wire.Auth.Signatures;

/// <summary>
/// The numbers of the other end's messages that were there already (cnum and snum, MS-SIPAE section 3.1): each once.
/// They may come out of order, by fewer than <see cref="Size"/>.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public struct ReplayWindow
{
    /// <summary>How far is looked back. The specification leaves it to the implementation.</summary>
    public const int Size = 64;

    private uint _highest;
    private ulong _seen; // bit n: the highest less n

    /// <summary>Whether a number is new; it is not from then on.</summary>
    public bool TryTake(uint number)
    {
        if (number > _highest)
        {
            var ahead = number - _highest;
            _seen = ahead < Size ? (_seen << (int)ahead) | 1 : 1;
            _highest = number;
            return true;
        }

        var behind = _highest - number;
        if (number == 0 || behind >= Size || (_seen & (1UL << (int)behind)) != 0)
        {
            return false;
        }

        _seen |= 1UL << (int)behind;
        return true;
    }
}
