namespace Dialtone.PowerShell.Arguments;

/// <summary>What a client cannot do, with what to do in place of it.</summary>
internal static class Refusal
{
    /// <summary>Of <see cref="RegistrarAuthentication.LiveID"/>.</summary>
    public const string LiveId =
        "A sign-in by Live ID needs servers that are no more. Leave it out: the user then proves to be one by "
        + "certificate, Kerberos or NTLM, with the login in the credential.";

    /// <summary>Of <see cref="RegistrarAuthentication.TrustedServer"/>, and of the parameter set for servers.</summary>
    public const string Server =
        "The test users of a pool sign in without a password only from a trusted server of the deployment, by its own "
        + "certificate. Give the address and the credential of a user here (Get-Credential), which tests what a phone "
        + "does; or run the cmdlet of Skype for Business Server on a Front End.";
}
