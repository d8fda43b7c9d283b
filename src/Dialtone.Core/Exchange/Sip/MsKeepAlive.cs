using System.Buffers.Text;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Exchange.Sip;

/// <summary>
/// The keep-alive that a server grants in its 200 to REGISTER: <c>ms-keep-alive: UAS; hop-hop=yes; timeout=300</c>
/// (MS-CONMGMT section 2.2.1).
/// </summary>
public static class MsKeepAlive
{
    // A blank line that leaves at the last moment arrives too late.
    private const double PartOfTimeout = 0.8;

    /// <summary>Reads after what idle time a keep-alive is to be sent.</summary>
    /// <param name="response">The 200 to REGISTER.</param>
    /// <param name="interval">80 % of the server's time-out; null when it grants none.</param>
    /// <param name="fault">What is wrong with the header.</param>
    public static bool TryRead(SipMessage response, out TimeSpan? interval, out SipFault fault)
    {
        ArgumentNullException.ThrowIfNull(response);
        interval = null;
        fault = default;
        var values = response.HeaderValues(SipHeader.MsKeepAlive);
        if (!values.MoveNext())
        {
            return true;
        }

        // The role before the first semicolon reads as a parameter without a value.
        var field = values.CurrentField;
        var parameters = new SipParameterReader(field.Value, ';', field.ValueOffset);
        while (parameters.TryNext(out var parameter))
        {
            if (parameter.Is("hop-hop"u8) && parameter.ValueIs("no"u8))
            {
                interval = null;
                return true;
            }

            if (!parameter.Is("timeout"u8))
            {
                continue;
            }

            if (!Utf8Parser.TryParse(parameter.Value, out uint seconds, out var used)
                || used != parameter.Value.Length || seconds == 0)
            {
                fault = new(SipFaultKind.Number, parameter.Offset);
                return false;
            }

            interval = TimeSpan.FromSeconds(seconds) * PartOfTimeout;
        }

        fault = parameters.Fault;
        return !fault.IsFault;
    }
}
