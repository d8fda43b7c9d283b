using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Dhcp;

/// <summary>
/// Reads option 43 for UC clients: finds the sub-options first, since they may come in any order, then judges them.
/// </summary>
internal ref struct UcVendorReader(ReadOnlySpan<byte> value)
{
    private const byte Pad = 0;
    private const byte End = 255;

    private readonly ReadOnlySpan<byte> _value = value;
    private readonly ImmutableArray<UcUnknownSubOption>.Builder _unknown =
        ImmutableArray.CreateBuilder<UcUnknownSubOption>();
    private Offsets _offsets;

    public bool TryFindSubOptions(out UcVendorFault fault)
    {
        fault = default;
        var count = 0;
        for (var at = 0; at < _value.Length && _value[at] != End;)
        {
            if (_value[at] == Pad)
            {
                at++;
                continue;
            }

            var known = (UcSubOptionCode)_value[at] is <= UcSubOptionCode.CertProvRelPath and var code
                ? code : UcSubOptionCode.None;
            var kind = UcVendorFaultKind.None;
            if (at + 1 >= _value.Length || at + 2 + _value[at + 1] > _value.Length)
            {
                kind = UcVendorFaultKind.SubOptionPastEnd;
            }
            else if (count++ == DhcpLimits.VendorSubOptionsMax)
            {
                kind = UcVendorFaultKind.TooManySubOptions;
            }
            else if (known != UcSubOptionCode.None && _offsets[(int)known] != 0)
            {
                kind = UcVendorFaultKind.SubOptionRepeated;
            }

            if (kind != UcVendorFaultKind.None)
            {
                fault = new(kind, known, at, "");
                return false;
            }

            Keep(known, at);
            at += 2 + _value[at + 1];
        }

        return true;
    }

    public readonly bool TryReadValues([NotNullWhen(true)] out UcVendorOption? option, out UcVendorFault fault)
    {
        option = null;
        ushort? port = null;
        if (!TryReadText(UcSubOptionCode.UcIdentifier, out var identifier, out fault)
            || Refused(identifier != UcVendorOption.VendorClass, UcVendorFaultKind.WrongIdentifier,
                UcSubOptionCode.UcIdentifier, identifier, ref fault)
            || !TryReadText(UcSubOptionCode.UrlScheme, out var scheme, out fault)
            || Refused(!IsScheme(scheme), UcVendorFaultKind.InvalidScheme, UcSubOptionCode.UrlScheme, scheme, ref fault)
            || !TryReadText(UcSubOptionCode.WebServerFqdn, out var server, out fault)
            || Refused(!HostName.TryParse(server, out var name), UcVendorFaultKind.InvalidServer,
                UcSubOptionCode.WebServerFqdn, server, ref fault)
            || (_offsets[(int)UcSubOptionCode.WebServerPort] != 0 && !TryReadPort(out port, out fault))
            || !TryReadText(UcSubOptionCode.CertProvRelPath, out var path, out fault)
            || Refused(path[0] != '/' || path.Contains(' ', StringComparison.Ordinal), UcVendorFaultKind.InvalidPath,
                UcSubOptionCode.CertProvRelPath, path, ref fault))
        {
            return false;
        }

        option = new()
        {
            Scheme = scheme.ToLowerInvariant(),
            Server = name,
            Port = port,
            Path = path,
            Unknown = _unknown.DrainToImmutable(),
        };
        return true;
    }

    private void Keep(UcSubOptionCode known, int at)
    {
        if (known == UcSubOptionCode.None)
        {
            _unknown.Add(new(_value[at], _value.Slice(at + 2, _value[at + 1]).ToArray()));
        }
        else
        {
            _offsets[(int)known] = at + 2;
        }
    }

    private readonly bool TryReadPort(out ushort? port, out UcVendorFault fault)
    {
        port = null;
        if (!TryReadText(UcSubOptionCode.WebServerPort, out var text, out fault))
        {
            return false;
        }

        var sound = ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number != 0;
        port = number;
        return !Refused(!sound, UcVendorFaultKind.InvalidPort, UcSubOptionCode.WebServerPort, text, ref fault);
    }

    private readonly bool TryReadText(UcSubOptionCode code, out string text, out UcVendorFault fault)
    {
        text = "";
        var start = _offsets[(int)code];
        if (start == 0)
        {
            fault = new(UcVendorFaultKind.SubOptionMissing, code, _value.Length, "");
            return false;
        }

        var bytes = _value.Slice(start, _value[start - 1]);
        var closed = bytes.TrimEnd((byte)0);
        var foreign = closed.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
        var seen = foreign < 0 ? Encoding.ASCII.GetString(closed) : "";
        fault = bytes switch
        {
            [] => new(UcVendorFaultKind.SubOptionEmpty, code, start, ""),
            _ when foreign >= 0 => new(UcVendorFaultKind.NotAscii, code, start + foreign, ""),
            _ when closed.Length < bytes.Length =>
                new(UcVendorFaultKind.ClosedByNul, code, start + closed.Length, seen),
            _ => default,
        };
        text = seen;
        return fault.Kind == UcVendorFaultKind.None;
    }

    private readonly bool Refused(
        bool wrong, UcVendorFaultKind kind, UcSubOptionCode code, string seen, ref UcVendorFault fault)
    {
        if (wrong)
        {
            fault = new(kind, code, _offsets[(int)code], seen);
        }

        return wrong;
    }

    private static bool IsScheme(string text) =>
        char.IsAsciiLetter(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.');

    /// <summary>Where the value of each of the sub-options 1 to 5 begins; 0 for one that is not there.</summary>
    [InlineArray(6)]
    private struct Offsets
    {
        private int _first;
    }
}
