using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;

namespace Dialtone.Live.Security;

/// <summary>What the statuses of GSSAPI and the errors of Kerberos (RFC 4120 section 7.5.9) mean to a node.</summary>
internal static class KerberosFaults
{
    // MIT's errors are numbers from here: those of the protocol first, with the numbers that they have there, then the
    // library's own.
    private const int First = -1_765_328_384;
    private const int ProtocolErrors = 128;

    /// <summary>A failure, with the library's words. On the thread that got it.</summary>
    public static NetInput.SecurityFailed Of(FlowId flow, uint major, uint minor)
    {
        var error = unchecked((int)minor) - First;
        var why = error is >= 0 and < ProtocolErrors ? OfProtocol(error) : OfLibrary(error);
        if (why == SecurityFault.Failed)
        {
            why = (major >> 16 & 0xFF) switch
            {
                Gssapi.NoCredential or Gssapi.CredentialsExpired => SecurityFault.NoCredential,
                Gssapi.DefectiveToken => SecurityFault.Malformed,
                _ => SecurityFault.Failed,
            };
        }

        return new(flow, why, Gssapi.Explain(major, minor));
    }

    private static SecurityFault OfProtocol(int error) => error switch
    {
        // KDC_ERR_NAME_EXP, KDC_ERR_POLICY, KDC_ERR_CLIENT_REVOKED, KDC_ERR_KEY_EXPIRED
        1 or 12 or 18 or 23 => SecurityFault.AccountUnusable,

        // KDC_ERR_C_PRINCIPAL_UNKNOWN, KDC_ERR_WRONG_REALM
        6 or 68 => SecurityFault.UserUnknown,

        // KDC_ERR_S_PRINCIPAL_UNKNOWN, KRB_AP_ERR_NOT_US, KRB_AP_ERR_NOKEY
        7 or 35 or 45 => SecurityFault.ServiceUnknown,

        // KDC_ERR_PREAUTH_FAILED, KRB_AP_ERR_BAD_INTEGRITY, KRB_AP_ERR_REPEAT
        24 or 31 or 34 => SecurityFault.CredentialRejected,

        // KRB_AP_ERR_TKT_EXPIRED
        32 => SecurityFault.NoCredential,

        // KRB_AP_ERR_TKT_NYV, KRB_AP_ERR_SKEW
        33 or 37 => SecurityFault.ClockSkew,
        _ => SecurityFault.Failed,
    };

    private static SecurityFault OfLibrary(int error) => error switch
    {
        // KRB5_CC_NOTFOUND, KRB5_FCC_NOFILE, KRB5_KT_NOTFOUND
        141 or 195 or 181 => SecurityFault.NoCredential,

        // KRB5_REALM_UNKNOWN, KRB5_KDC_UNREACH, KRB5_REALM_CANT_RESOLVE
        154 or 156 or 220 => SecurityFault.NoTicketServer,

        // KRB5_KDCREP_SKEW
        148 => SecurityFault.ClockSkew,

        // KRB5_PREAUTH_FAILED
        210 => SecurityFault.CredentialRejected,
        _ => SecurityFault.Failed,
    };
}
